"""The workbench: review in the browser, on this machine only."""
