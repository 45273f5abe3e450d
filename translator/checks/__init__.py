"""Checks: what a reviewer should look at, as findings."""
