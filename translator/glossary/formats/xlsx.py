"""Excel workbooks (placeholder until the reader is written)."""

SUFFIXES = (".xlsx", ".xlsm")


def recognises(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04")
