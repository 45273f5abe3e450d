"""Subtitles through the real engine."""

import re
from pathlib import Path

import pytest

from translator.engine.guidance import GuidedTranslator
from translator.engine.packages import choose_package
from translator.engine.pipeline import translate_document
from translator.engine.translator import Translator
from translator.glossary.termbase import TermBase
from translator.subtitles.cue import Cue
from translator.subtitles.formats import CueFile, read_cues
from translator.subtitles.layout import lay_out
from translator.subtitles.profile import load_profile
from translator.subtitles.sentences import sentences
from translator.subtitles.translation import (
    from_document,
    source_texts,
    target_texts,
    to_document,
    with_known_sounds,
)

SAMPLES = Path(__file__).parents[2] / "samples"
EN = load_profile("netflix-en")


@pytest.fixture(scope="module")
def translator():
    return Translator(choose_package(None))


def translate(translator, *cues: Cue):
    source = to_document("talk.srt", sentences(CueFile(cues, "srt")))
    document, _summary = translate_document(
        source.document, GuidedTranslator(translator), TermBase.load([], shipped=False)
    )
    document = with_known_sounds(source, document)
    return document, target_texts(source, document, translator.align)


def test_each_piece_stands_in_the_time_of_its_words(translator):
    _document, texts = translate(
        translator,
        Cue(0, 3000, "我们先收集了很多数据，"),
        Cue(3000, 6000, "然后训练了一个模型，"),
        Cue(6000, 9000, "最后发现它不能泛化。"),
    )
    cues = lay_out(texts, EN)
    shown = " ".join(cue.text.replace("\n", " ") for cue in cues)
    data, model = shown.index("data"), shown.index("model")
    assert data < model

    def time_of(word):
        return next(cue for cue in cues if word in cue.text)

    assert time_of("data").start_ms < 1500
    assert 0 <= time_of("model").start_ms <= 6000
    assert cues[-1].end_ms >= 8000


def test_sounds_songs_labels_tags_and_hyphens_survive(translator):
    _document, texts = translate(
        translator,
        Cue(0, 2000, "[掌声]"),
        Cue(2000, 5000, "主持人：欢迎大家来到今天的讨论。"),
        Cue(5000, 8000, "<i>这是很久以前的事情。</i>"),
        Cue(8000, 9000, "- 你同意吗？\n- 我同意。"),
        Cue(9500, 12_000, "{\\an8}上面的字幕在上面。"),
        Cue(12_000, 14_000, "♪ 今天天气真好 ♪"),
    )
    shown = [cue.text for cue in lay_out(texts, EN)]
    assert shown[0] == "[applause]"
    assert shown[1].startswith("Host: ")
    assert shown[2].startswith("<i>")
    assert shown[2].endswith("</i>")
    dialogue = next(text for text in shown if text.startswith("-"))
    assert dialogue.count("\n-") == 1
    assert any(text.startswith("{\\an8}") for text in shown)
    assert re.fullmatch(r"♪ .+ ♪", shown[-1])


def test_bilingual_pieces_put_the_whole_source_together_again(translator):
    cues = read_cues(SAMPLES / "talk.zh.srt").cues[:8]
    _document, texts = translate(translator, *cues)
    shown = "".join(cue.second.replace("\n", "") for cue in lay_out(texts, EN))
    given = "".join(cue.text for cue in cues)
    drop = str.maketrans("", "", "，。、； ")
    assert shown.translate(drop) == given.translate(drop)


def test_an_aligned_document_with_times_is_a_source_too(translator):
    document, _texts = translate(translator, Cue(0, 3000, "理论应该解释现象。"))
    source = from_document(document)
    (text,) = target_texts(source, document, translator.align)
    assert text.second == "理论应该解释现象。"
    assert (text.starts[0], text.ends[-1]) == (0, 3000)


def test_the_source_alone_can_be_laid_out_again():
    source = to_document("talk.asr.srt", sentences(read_cues(SAMPLES / "talk.asr.srt")))
    zh = load_profile("netflix-zh")
    cues = lay_out(source_texts(source), zh)
    assert all(zh.text.length(line) <= 16 for cue in cues for line in cue.text.split("\n"))
    assert "".join(c.text for c in cues).replace("\n", "").startswith("大家下午好")
