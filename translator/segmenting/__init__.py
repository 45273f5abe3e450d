"""Segmenting: articles become documents of sections, turns and sentences."""

from __future__ import annotations

from collections.abc import Mapping

from translator.document import Article, Document


def segment(
    article: Article,
    *,
    keep_boilerplate: bool = False,
    speakers: Mapping[str, str] | None = None,
) -> Document:
    """Returns ``article`` cut into sections, turns and segments, nothing translated yet.

    Every letter of the article is in a segment, a section number, a speaker's label or a dropped
    line.

    Args:
        article: what a reader returned.
        keep_boilerplate: put what would be dropped into a section `SectionKind.ABOUT` instead.
        speakers: names as written → in English, before our own romanisation; see
            `translator.segmenting.speakers.read_speakers`.
    """
    # Imported late: compiling its patterns takes 0.15 s, which users of the other modules of this
    # room (script, sentences) should not wait for.
    from translator.segmenting.assembly import assemble

    return assemble(article, keep_boilerplate=keep_boilerplate, speakers=speakers)
