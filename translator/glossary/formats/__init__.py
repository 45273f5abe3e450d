"""One file per glossary format."""
