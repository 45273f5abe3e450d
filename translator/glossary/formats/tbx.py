SUFFIXES = (".tbx", ".xml")


def recognises(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
