"""The formats a document can be written in, and the one way to write and name them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path, PurePath
from types import MappingProxyType

from translator.checks.finding import Finding
from translator.document import Document
from translator.documents.aligned import SUFFIX
from translator.documents.writer import Layout, Options, Writer
from translator.errors import UsageError


@dataclass(frozen=True, slots=True)
class Format:
    """One format; calling it writes a document (see `Writer`).

    Attributes:
        name: what ``--to`` calls it.
        ending: what the file's name ends with.
        module: module in this package that holds ``write``, loaded when first used.
        description: one phrase for ``--help``.
        converts: whether ``--script`` applies to its Chinese side.
    """

    name: str
    ending: str
    module: str
    description: str
    converts: bool = True

    def __call__(self, document: Document, path: Path, options: Options) -> None:
        """Writes ``document`` to ``path``."""
        writer: Writer = import_module(f"translator.documents.{self.module}").write
        writer(document, path, options)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        entry.name: entry
        for entry in (
            Format("md", ".en.md", "markdown", "Markdown"),
            Format("html", ".en.html", "html", "one web page for screen, phone and print"),
            Format("docx", ".en.docx", "docx", "Word"),
            Format("xlsx", ".en.xlsx", "xlsx", "spreadsheet of segments, terms and dropped lines"),
            Format("txt", ".en.txt", "text", "plain text"),
            Format("tmx", ".en.tmx", "tmx", "translation memory exchange 1.4b"),
            Format("xliff", ".en.xlf", "xliff", "XLIFF 2.1 for translation tools"),
            Format("json", SUFFIX, "aligned", "the aligned document itself", converts=False),
        )
    }
)
"""Every format by name, in the order ``--help`` lists them."""

_LANGUAGE_TAGS = {
    "s": "zh-Hans",
    "sp": "zh-Hans",
    "t": "zh-Hant",
    "tw": "zh-Hant-TW",
    "twp": "zh-Hant-TW",
    "hk": "zh-Hant-HK",
    "hkp": "zh-Hant-HK",
    "jp": "ja",
}
_LANGUAGE_ENDING = re.compile(r"\.(zh|en|cmn|chs|cht)([-_][A-Za-z]+)*$", re.IGNORECASE)


def parse(names: str) -> tuple[Format, ...]:
    """Returns the formats named in a comma-separated list, each once.

    Raises:
        UsageError: a name is unknown, or none is given.
    """
    wanted = [name.strip().lower() for name in names.split(",") if name.strip()]
    for name in wanted or [""]:
        if name not in FORMATS:
            raise UsageError(
                f"unknown format {name!r}" if name else "no format given",
                where="--to",
                advice=f"Choose from {', '.join(FORMATS)}",
            )
    return tuple(FORMATS[name] for name in dict.fromkeys(wanted))


def output_stem(origin: str) -> str:
    """Returns NAME for the outputs of a file: no folder, no ending, no language tag.

    ``talk.zh.txt``, ``talk.docx`` and ``talk.aligned.json`` all give ``talk``; standard input
    (``-``) gives ``stdin``.
    """
    name = PurePath(origin).name
    if name in ("", "-"):
        return "stdin"
    stem = name.removesuffix(SUFFIX) if name != SUFFIX else name
    if stem == name:
        stem = PurePath(name).stem
    return _LANGUAGE_ENDING.sub("", stem) or stem


def output_name(stem: str, format: str) -> str:  # noqa: A002 - the word the command line uses
    """Returns the file name for ``stem`` in a format: ``NAME.en.html``, ``NAME.aligned.json``.

    The ``.en`` keeps ``translator transcript talk.html --to html`` from writing over its input.
    """
    return stem + FORMATS[format].ending


def write(
    document: Document,
    path: Path,
    *,
    format: str,  # noqa: A002 - the word the command line uses
    layout: Layout = Layout.TABLE,
    script: str | None = None,
    findings: Sequence[Finding] = (),
) -> None:
    """Writes ``document`` to ``path``.

    Args:
        document: what to write.
        path: the file; its folder is made if missing, an old file is replaced.
        format: a name in `FORMATS`.
        layout: how the languages are set, for formats that people read.
        script: OpenCC variant for the Chinese side ("s2tw"); the aligned document ignores it,
            because it keeps the original.
        findings: what the checks report, shown at their segments.

    Raises:
        UsageError: unknown format or script variant.
        OutputError: the file cannot be written.
    """
    (chosen,) = parse(format)
    by_segment: dict[str, tuple[Finding, ...]] = {}
    for finding in findings:
        by_segment[finding.segment] = (*by_segment.get(finding.segment, ()), finding)
    options = Options(Layout(layout), by_segment)
    if script and chosen.converts:
        from translator.documents.conversion import converted

        document = converted(document, script)
        options = replace(options, chinese=_LANGUAGE_TAGS.get(script.partition("2")[2], "zh"))
    chosen(document, path, options)
