"""The glossary (term base): entries, matching, editing, formats, extraction."""
