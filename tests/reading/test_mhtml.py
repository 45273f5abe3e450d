"""MHTML: pages saved as one file by a browser."""

import quopri

import pytest

from translator.errors import InputError
from translator.reading import read_bytes

HEAD = (
    "From: <Saved by Blink>\nSubject: test\nMIME-Version: 1.0\n"
    'Content-Type: multipart/related; type="text/html"; boundary="----b"\n\n'
)
PAGE = "<html><head><title>圆桌</title></head><body><p>今天聊理论，也聊实践。</p></body></html>"


def saved_page(encoding: str, charset: str = "") -> bytes:
    body = quopri.encodestring(PAGE.encode(encoding)).decode("ascii")
    parameter = f'; charset="{charset}"' if charset else ""
    return (
        f"{HEAD}------b\nContent-Type: text/html{parameter}\n"
        f"Content-Transfer-Encoding: quoted-printable\n\n{body}\n"
        "------b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw==\n"
        "------b--\n"
    ).encode("ascii")


@pytest.mark.parametrize("name", ["a.mhtml", "a.mht", "-", "a.txt"])
@pytest.mark.parametrize(
    ("encoding", "charset"),
    [("utf-8", "utf-8"), ("gb18030", "gb2312"), ("gb18030", ""), ("utf-8", "big5")],
)
def test_the_page_inside(name: str, encoding: str, charset: str) -> None:
    data = saved_page(encoding, charset)
    article = read_bytes(data, origin=name)
    assert article.title == "圆桌"
    assert [block.text for block in article.blocks] == ["今天聊理论，也聊实践。"]


@pytest.mark.parametrize("data", [HEAD.encode(), b"MIME-Version: 1.0\n\n", b"x"])
def test_no_page_inside(data: bytes) -> None:
    with pytest.raises(InputError, match="Save the page again"):
        read_bytes(data, origin="a.mht")
