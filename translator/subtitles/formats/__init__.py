"""One file per subtitle format."""
