"""Word: real headings, a style for each speaker, tables whose header repeats, comments."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_UNDERLINE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from translator import files
from translator.document import Document, Rung, Section, Segment, Turn
from translator.documents import docx_styles as styles
from translator.documents import view
from translator.documents.archive import without_times
from translator.documents.writer import Layout, Options


def write(document: Document, path: Path, options: Options) -> None:
    """Writes a .docx file that Word, LibreOffice and Pages open.

    Sections are Heading 1 and speakers Heading 2, so that the navigation pane shows the discussion.
    In bilingual layouts segments that need a look carry a comment with the reasons, and the dropped
    lines are listed at the end. The same document gives the same bytes: no clock goes in.
    """
    buffer = io.BytesIO()
    _Manuscript(document, options).build().save(buffer)
    files.write_bytes(path, without_times(buffer.getvalue()))


class _Manuscript:
    """One Word document in the making."""

    def __init__(self, document: Document, options: Options) -> None:
        self.document, self.options = document, options
        self.bilingual = options.layout.bilingual
        self.speakers = view.speaker_order(document)
        self.file = styles.prepared(options.chinese)
        self.style_ids = {style.name: style.style_id for style in self.file.styles}
        self.marked = {self.style_ids[styles.CHINESE], self.style_ids[styles.ENGLISH]}

    def build(self) -> Any:
        title = view.document_title(self.document)
        self._set_properties(title.english)
        self._number_pages()
        self._heading(title, "Title")
        for section in self.document.sections:
            self._section(section)
        if self.bilingual:
            self._terms()
            self._dropped()
        return self.file

    def _set_properties(self, title: str) -> None:
        properties = self.file.core_properties
        properties.title = view.holdable(title)[:255]
        properties.subject = view.holdable(self.document.origin)[:255]
        properties.author = properties.last_modified_by = "translator"
        properties.comments = properties.keywords = ""
        properties.language = "en"

    def _number_pages(self) -> None:
        paragraph = self.file.sections[0].footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._style(paragraph, styles.LABEL)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)

    def _heading(self, heading: view.Heading, style: str) -> None:
        paragraph = self._paragraph(style)
        if heading.segment is None:
            self._text(paragraph, heading.english)
            return
        if heading.number:
            self._text(paragraph, f"{heading.number}. ")
        self._english(paragraph, [heading.segment])
        if self.bilingual:
            below = self._paragraph(styles.CHINESE)
            below.paragraph_format.keep_with_next = True
            self._chinese(below, [heading.segment])

    def _section(self, section: Section) -> None:
        self._heading(view.section_heading(section), "Heading 1")
        for turn in section.turns:
            if turn.speaker:
                self._speaker(turn.speaker)
            if self.options.layout is Layout.TABLE:
                if turn.segments:
                    self._table(turn)
            else:
                self._flowing(turn)

    def _speaker(self, name: str) -> None:
        speaker = self.document.speaker(name)
        paragraph = self._paragraph("Heading 2")
        run = self._text(paragraph, speaker.romanised)
        run._r.style = self.style_ids[styles.speaker_style(self.speakers[name])]
        if self.bilingual and speaker.name != speaker.romanised:
            added = self._text(paragraph, f"  {speaker.name}", chinese=True)
            added.font.bold = False

    def _table(self, turn: Turn) -> None:
        speaker = self.document.speaker(turn.speaker)
        labels = (speaker.name, speaker.romanised) if turn.speaker else ("中文", "English")
        table = self._new_table(*labels)
        for segment in turn.segments:
            left, right = self._row(table)
            self._style(left, styles.CHINESE)
            self._style(right, styles.ENGLISH)
            self._chinese(left, [segment])
            self._english(right, [segment])
            for paragraph in (left, right):
                paragraph.paragraph_format.space_after = 0

    def _new_table(self, chinese_label: str, english_label: str) -> Any:
        """Adds a table whose labels tell on each page who speaks, or which language it is."""
        table = self.file.add_table(rows=0, cols=2)
        table._tbl.tblStyle_val = self.style_ids[styles.ALIGNED]
        table.autofit = False
        for column, width in zip(table.columns, styles.COLUMN_WIDTHS, strict=True):
            column.width = width
        left, right = self._row(table, repeated=True)
        self._style(left, styles.LABEL)
        self._style(right, styles.LABEL)
        self._text(left, chinese_label, chinese=True)
        self._text(right, english_label)
        return table

    def _row(self, table: Any, *, repeated: bool = False) -> tuple[Any, Any]:
        """Adds a row that stays on one page; returns the first paragraph of each cell."""
        row = table.add_row()
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if repeated:
            properties.append(OxmlElement("w:tblHeader"))
        cells = row.cells
        for cell, width in zip(cells, styles.COLUMN_WIDTHS, strict=True):
            cell.width = width
        return cells[0].paragraphs[0], cells[1].paragraphs[0]

    def _flowing(self, turn: Turn) -> None:
        for segments in view.paragraphs(turn):
            if self.bilingual:
                paragraph = self._paragraph(styles.CHINESE)
                paragraph.paragraph_format.keep_with_next = True
                self._chinese(paragraph, segments)
            self._english(self._paragraph(styles.ENGLISH), segments)

    def _chinese(self, paragraph: Any, segments: Sequence[Segment]) -> None:
        before = ""
        for segment in segments:
            if not view.glued(before, segment.source):
                self._text(paragraph, " ")
            for piece in view.source_pieces(segment):
                self._piece(paragraph, piece, chinese=True)
            before = segment.source

    def _english(self, paragraph: Any, segments: Sequence[Segment]) -> None:
        for index, segment in enumerate(segments):
            if index:
                self._text(paragraph, " ")
            first = len(paragraph.runs)
            for piece in view.target_pieces(segment):
                self._piece(paragraph, piece)
            if not segment.target:
                self._text(paragraph, view.english(segment), chinese=True).italic = True
            self._comment(segment, paragraph.runs[first:])

    def _comment(self, segment: Segment, runs: Sequence[Any]) -> None:
        why = view.reasons(segment, self.options.findings.get(segment.id, ()))
        if why and runs and self.bilingual:
            text = view.holdable("\n".join(why))
            comment = self.file.add_comment(runs, text=text, author="translator", initials="t")
            comment._comment_elm.attrib.pop(qn("w:date"), None)

    def _piece(self, paragraph: Any, piece: view.Piece, *, chinese: bool = False) -> None:
        """Adds a run; terms are underlined, but for names and in headings, where it disturbs."""
        run = self._text(paragraph, piece.text, chinese=chinese)
        use = piece.use
        if use is None or paragraph._p.style not in self.marked:
            return
        if use.rung is Rung.FAILED:
            run.font.underline = WD_UNDERLINE.WAVY
        elif use.glossary != "names":
            run.font.underline = WD_UNDERLINE.DOTTED
            run._r.rPr.find(qn("w:u")).set(qn("w:color"), styles.TERM_LINE)

    def _paragraph(self, style: str) -> Any:
        paragraph = self.file.add_paragraph()
        self._style(paragraph, style)
        return paragraph

    def _style(self, paragraph: Any, style: str) -> None:
        """Sets a style by its id; by name python-docx would search all styles each time."""
        paragraph._p.style = self.style_ids[style]

    def _text(self, paragraph: Any, text: str, *, chinese: bool = False) -> Any:
        """Adds a run; in Chinese ones quotes and dashes take the Chinese font's full width."""
        run = paragraph.add_run(view.holdable(text))
        if chinese:
            fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
            fonts.set(qn("w:hint"), "eastAsia")
        return run

    def _terms(self) -> None:
        terms = view.terms(self.document)
        if not terms:
            return
        self._text(self._paragraph("Heading 1"), "Terms")
        table = self._new_table("中文", "English")
        for term in terms:
            left, right = self._row(table)
            self._text(left, term.source, chinese=True)
            self._text(right, f"{term.target} ({term.note})" if term.note else term.target)

    def _dropped(self) -> None:
        if not self.document.dropped:
            return
        self._text(self._paragraph("Heading 1"), "Left out")
        for line in self.document.dropped:
            paragraph = self._paragraph(styles.CHINESE)
            self._text(paragraph, line.text, chinese=True)
            self._text(paragraph, f"  (line {line.line}: {line.reason})")
