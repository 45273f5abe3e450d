"""Builders of Word documents, so that no binary file lies in the repository."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document as WordDocument


@pytest.fixture
def saved() -> Callable[[WordDocument], bytes]:
    """Returns the bytes of a document."""

    def save(document: WordDocument) -> bytes:
        buffer = io.BytesIO()
        document.save(buffer)
        return buffer.getvalue()

    return save


@pytest.fixture
def with_body(saved: Callable[[WordDocument], bytes]) -> Callable[[str], bytes]:
    """Returns a document whose body is the given WordprocessingML."""

    def make(markup: str) -> bytes:
        data = saved(docx.Document())
        source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for member in source.infolist():
                content = source.read(member)
                if member.filename == "word/document.xml":
                    text = content.decode()
                    start = text.index("<w:body>") + len("<w:body>")
                    content = (text[:start] + markup + text[text.index("</w:body>") :]).encode()
                archive.writestr(member.filename, content)
        return target.getvalue()

    return make
