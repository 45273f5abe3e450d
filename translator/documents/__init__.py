"""Documents: one writer per format, from the aligned document."""
