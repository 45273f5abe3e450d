"""The look of the Word file: page, fonts for both languages, headings, speakers, tables."""

from __future__ import annotations

from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

ENGLISH = "English text"
CHINESE = "Chinese text"
LABEL = "Column label"
ALIGNED = "Aligned text"
SPEAKER_COLOURS = ("1D5C9E", "A03A2A", "2A6A3D", "75409C", "805400", "0C6670", "A12D68", "4B5563")
TERM_LINE = "A39B8B"
COLUMN_WIDTHS = (Cm(7.8), Cm(8.8))

_BODY_FONT = "Cambria"
_HEADING_FONT = "Calibri"
_SIMPLIFIED, _TRADITIONAL = "Microsoft YaHei", "Microsoft JhengHei"
_MUTED = "5B564C"
_LINE = "D9D4C8"
_REGIONS = {"zh-Hant": "zh-TW", "zh-Hant-TW": "zh-TW", "zh-Hant-HK": "zh-HK", "ja": "ja-JP"}


def speaker_style(index: int) -> str:
    """Returns the name of the character style for the speaker with this ordinal."""
    return f"Speaker {index % len(SPEAKER_COLOURS) + 1}"


def prepared(chinese: str) -> Any:
    """Returns an empty python-docx document with all styles in place.

    Args:
        chinese: BCP 47 tag of the Chinese side, which chooses its font and language tag.
    """
    document = docx.Document()
    _set_page(document.sections[0])
    font = _TRADITIONAL if chinese.startswith("zh-Hant") else _SIMPLIFIED
    region = _REGIONS.get(chinese, "zh-CN")
    styles = document.styles
    _set_defaults(styles, font, region)
    body = _look(styles["Normal"], 10.5, "24221E", _BODY_FONT, font)
    body.paragraph_format.space_after = Pt(0)
    body.paragraph_format.line_spacing = 1.2
    _heading(styles["Title"], 22, font, before=0, after=4)
    _heading(styles["Heading 1"], 15, font, before=22, after=4)
    _heading(styles["Heading 2"], 11, font, before=14, after=3)
    _add(styles, ENGLISH, 10.5, "24221E", font).paragraph_format.space_after = Pt(4)
    _add(styles, CHINESE, 9.5, _MUTED, font).paragraph_format.space_after = Pt(4)
    label = _add(styles, LABEL, 7.5, _MUTED, font, latin=_HEADING_FONT)
    label.paragraph_format.keep_with_next = True
    for index, colour in enumerate(SPEAKER_COLOURS):
        style = styles.add_style(speaker_style(index), WD_STYLE_TYPE.CHARACTER)
        style.font.color.rgb = RGBColor.from_string(colour)
        style.font.bold = True
    _add_table_style(styles)
    return document


def _set_page(section: Any) -> None:
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.0)
    section.footer_distance = Cm(1.0)


def _set_defaults(styles: Any, chinese_font: str, region: str) -> None:
    properties = styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:rPr')}")
    _set_fonts(properties, _BODY_FONT, chinese_font)
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), region)


def _look(style: Any, size: float, colour: str, latin: str, chinese: str) -> Any:
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor.from_string(colour)
    _set_fonts(style.element.get_or_add_rPr(), latin, chinese)
    return style


def _heading(style: Any, size: float, chinese: str, *, before: float, after: float) -> None:
    _look(style, size, "24221E", _HEADING_FONT, chinese)
    style.font.bold = True
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.keep_with_next = True
    border = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if border is not None:
        style.element.pPr.remove(border)


def _add(
    styles: Any, name: str, size: float, colour: str, chinese: str, *, latin: str = _BODY_FONT
) -> Any:
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles["Normal"]
    style.quick_style = True
    return _look(style, size, colour, latin, chinese)


def _set_fonts(properties: Any, latin: str, chinese: str) -> None:
    """Names the fonts outright: theme fonts would win over them and know no Chinese."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    fonts.attrib.clear()
    for slot, font in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", chinese)):
        fonts.set(qn(f"w:{slot}"), font)


def _add_table_style(styles: Any) -> None:
    """Adds the table style: hairlines between rows, none around, air inside the cells."""
    style = styles.add_style(ALIGNED, WD_STYLE_TYPE.TABLE)
    style.base_style = styles["Normal Table"]
    properties = OxmlElement("w:tblPr")
    borders = OxmlElement("w:tblBorders")
    line = OxmlElement("w:insideH")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _LINE)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", 50), ("left", 0), ("bottom", 50), ("right", 200)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(width))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.extend([borders, margins])
    style.element.append(properties)
