"""Checks: what a reviewer should look at, as findings.

Imports nothing: every command loads `translator.checks.finding`, few need the rules.
"""
