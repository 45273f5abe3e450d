"""Training and adapting the embedded engine; needs the extra `training`."""
