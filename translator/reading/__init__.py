"""Reading: a file in any supported format becomes an `Article` of plain blocks."""
