"""DOCX: what Word and WPS users do to a document, and what attackers do."""

import contextlib
import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document as WordDocument
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from translator.document import Block, BlockKind
from translator.errors import InputError
from translator.reading import read_bytes

Save = Callable[[WordDocument], bytes]
Make = Callable[[str], bytes]
P, H, L, Q = BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.QUOTE


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{properties}<w:t>{text}</w:t></w:r>"


def texts(data: bytes) -> list[str]:
    return [block.text for block in read_bytes(data, origin="talk.docx").blocks]


def test_headings_bold_breaks_lists_quotes_and_tables(saved: Save) -> None:
    word = docx.Document()
    word.core_properties.title = "理论有什么用"
    word.add_heading("圆桌", 0)
    word.add_heading("一、什么是好的理论", 2)
    paragraph = word.add_paragraph()
    paragraph.add_run("周明：").bold = True
    paragraph.add_run("大家好。").add_break()
    paragraph.add_run("我先说。")
    for text in ("第一条", "第二条"):
        word.add_paragraph(text, style="List Number")
    word.add_paragraph("项目", style="List Bullet")
    word.add_paragraph("有人说过。", style="Quote")
    table = word.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合并"
    table.cell(1, 0).text, table.cell(1, 1).text = "左", "右"
    article = read_bytes(saved(word), origin="talk.docx")
    assert article.title == "理论有什么用"
    assert [(b.text, b.kind, b.level, b.marker) for b in article.blocks] == [
        ("圆桌", H, 1, ""),
        ("一、什么是好的理论", H, 2, ""),
        ("周明：大家好。", P, 0, ""),
        ("我先说。", P, 0, ""),
        ("第一条", L, 0, "1."),
        ("第二条", L, 0, "2."),
        ("项目", L, 0, "•"),
        ("有人说过。", Q, 0, ""),
        ("合并", L, 0, ""),
        ("左", L, 0, ""),
        ("右", L, 0, ""),
    ]
    assert article.blocks[2].bold == ((0, 3),)
    assert [block.line for block in article.blocks] == list(range(1, 12))


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (run("甲") + "<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>", "甲"),
        (f"<w:ins>{run('插入')}</w:ins>{run('的字')}", "插入的字"),
        (f"<w:moveFrom>{run('旧')}</w:moveFrom>{run('新')}", "新"),
        (run("藏", "<w:rPr><w:vanish/></w:rPr>") + run("显"), "显"),
        (f"<w:hyperlink>{run('链接')}</w:hyperlink>", "链接"),
        (
            f"</w:p><w:sdt><w:sdtContent><w:p>{run('控件')}</w:p></w:sdtContent></w:sdt><w:p>",
            "控件",
        ),
        (run("前") + "<w:r><w:tab/></w:r>" + run("后"), "前\t后"),
        (
            f"<w:r><w:ruby><w:rt>{run('pīn')}</w:rt><w:rubyBase>{run('拼')}</w:rubyBase></w:ruby>"
            "</w:r>",
            "拼",
        ),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("第页"), "第页"),
        (
            f"{run('外')}<w:r><w:pict><w:txbxContent><w:p>{run('框里')}</w:p></w:txbxContent>"
            "</w:pict></w:r>",
            "外|框里",
        ),
        (run("甲") + "</w:p><w:p/><w:p>" + run(" 　"), "甲"),
    ],
)
def test_only_what_is_shown_is_read(with_body: Make, markup: str, expected: str) -> None:
    assert texts(with_body(f"<w:p>{markup}</w:p>")) == expected.split("|")


def test_outline_level_makes_a_heading(with_body: Make) -> None:
    markup = "<w:p><w:pPr><w:outlineLvl w:val='1'/></w:pPr><w:r><w:t>小节</w:t></w:r></w:p>"
    assert read_bytes(with_body(markup), origin="a.docx").blocks == (Block("小节", 1, H, 2),)


def test_a_picture_is_a_block(saved: Save) -> None:
    word = docx.Document()
    word.add_paragraph("看图。")
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63"
        "60606060000000050001a5f645400000000049454e44ae426082"
    )
    word.add_picture(io.BytesIO(pixel))
    kinds = [block.kind for block in read_bytes(saved(word), origin="a.docx").blocks]
    assert kinds == [P, BlockKind.IMAGE]


def rebuilt(data: bytes, **changes: bytes) -> bytes:
    """Returns the archive with members added or replaced (``__`` stands for "/")."""
    names = {name.replace("__", "/").replace("_xml", ".xml"): v for name, v in changes.items()}
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in source.infolist():
            if member.filename not in names:
                archive.writestr(member.filename, source.read(member))
        for name, content in names.items():
            archive.writestr(name, content)
    return target.getvalue()


def refusal(data: bytes, origin: str = "talk.docx") -> str:
    with pytest.raises(InputError) as caught:
        read_bytes(data, origin=origin)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_an_entity_bomb_is_refused(saved: Save) -> None:
    data = saved(docx.Document())
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    assert "entities" in refusal(rebuilt(data, word__styles_xml=evil))


def test_a_document_without_a_body_is_damaged(saved: Save) -> None:
    bare = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    assert "damaged" in refusal(rebuilt(saved(docx.Document()), word__document_xml=bare))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(saved: Save) -> None:
    data = rebuilt(saved(docx.Document()), word__media__a=bytes(60_000_000))
    assert len(data) < 200_000
    assert "58 MB" in refusal(data)


@pytest.mark.parametrize("path", ["../../evil", "/etc/evil", "word\\..\\..\\evil", "C:/evil"])
def test_a_path_out_of_the_archive_is_refused(saved: Save, path: str) -> None:
    buffer = io.BytesIO(saved(docx.Document()))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(path, "x")
    assert "leads out" in refusal(buffer.getvalue())


def test_other_files_called_docx(saved: Save) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    encrypted = ole + "EncryptedPackage".encode("utf-16-le")
    assert "remove its password" in refusal(encrypted)
    assert "remove its password" in refusal(encrypted, "talk.txt")
    assert "save it as DOCX" in refusal(ole)
    assert "PDF" in refusal(b"%PDF-1.4")
    assert "damaged" in refusal(saved(docx.Document())[:1000])
    assert "no text" in refusal(saved(docx.Document()))
    assert texts("其实是文本。".encode()) == ["其实是文本。"]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "x")
    assert "an Excel workbook" in refusal(buffer.getvalue())
    assert "an Excel workbook" in refusal(buffer.getvalue(), "talk.xlsx")


def test_a_word_document_is_known_by_its_content(saved: Save) -> None:
    word = docx.Document()
    word.add_paragraph("内容")
    for name in ("talk.txt", "-", "talk"):
        assert [b.text for b in read_bytes(saved(word), origin=name).blocks] == ["内容"]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_damage_anywhere_gives_text_or_an_input_error(saved: Save, data: st.DataObject) -> None:
    word = docx.Document()
    word.add_paragraph("周明：大家好。")
    content = bytearray(saved(word))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(InputError):
        read_bytes(bytes(content), origin="talk.docx")
