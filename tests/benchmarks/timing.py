"""How well a transcript gets its times back from rough timings, against difflib and interpolation.

Speech is synthesised as times only: the sentences of our samples (or of a file) with fillers,
hesitations, tempo changes and pauses, an introduction and asides that the transcript lacks. The
transcript is edited against it: fillers gone, spans reworded, sentences added that nobody said,
neighbours swapped. A recogniser is imitated that takes homophones, near-homophones and other
characters, drops, inserts, cuts cues anywhere without punctuation, and merges some.

    python tests/benchmarks/timing.py [FILE…] [--seeds 3] [--hours 2]

The error is that of a sentence's start; sentences that were spoken but got no time count as wrong
by more than any limit. "false" are sentences that nobody said and that got a time all the same.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import numpy as np
from pypinyin import Style, lazy_pinyin

from translator.document import Document, Section, SectionKind, Segment, Turn
from translator.reading import read
from translator.segmenting import segment as cut
from translator.subtitles.formats.whisper import Word
from translator.subtitles.speech_sounds import sounds
from translator.subtitles.timing import time_by_speech
from translator.subtitles.timing_source import Piece, from_words

SAMPLES = Path(__file__).parents[2] / "samples"
TEXTS = ("panel.zh.txt", "talk.zh.txt", "panel.zh.md", "panel.traditional.zh.txt")
RATES = (0.0, 0.05, 0.15, 0.30, 0.40)
FILLERS = ("嗯", "呃", "那个", "就是说", "然后", "这个这个", "对吧")
MISSING = float("inf")


@dataclass(frozen=True)
class Spoken:
    """A character as it was said: ``sentence`` and ``at`` tell its place in the original."""

    character: str
    sentence: int
    at: int
    start: float = 0.0
    end: float = 0.0


@dataclass(frozen=True)
class Case:
    """An edited transcript, what was heard, and the truth."""

    document: Document
    pieces: tuple[Piece, ...]
    truth: dict[str, float]
    unsaid: frozenset[str]


def sentences(paths: Sequence[Path]) -> list[list[str]]:
    """Returns the turns of the bodies, each a list of sentences."""
    return [
        [item.source for item in turn.segments]
        for path in paths
        for section in cut(read(str(path))).sections
        if section.kind is SectionKind.BODY
        for turn in section.turns
    ]


def speak(turns: Sequence[Sequence[str]], rng: random.Random) -> list[Spoken]:
    """Returns the characters said, with true times in milliseconds."""
    said: list[Spoken] = []
    now = rng.uniform(500, 4000)
    number = 0

    def say(text: str, sentence: int, tempo: float) -> None:
        nonlocal now
        units = sounds(text)
        for at, unit in enumerate(units):
            length = tempo * unit.weight * rng.lognormvariate(0, 0.25)
            width = unit.end - unit.start
            for step in range(width):
                spot = unit.start + step
                begin, end = now + length * step / width, now + length * (step + 1) / width
                said.append(Spoken(text[spot], sentence, spot, begin, end))
            now += length
            until = units[at + 1].start if at + 1 < len(units) else unit.end
            if any(mark in "，；：、" for mark in text[unit.end : until]):
                now += rng.lognormvariate(5.3, 0.6)
            elif rng.random() < 0.02:
                now += rng.lognormvariate(5.7, 0.5)
            if sentence >= 0 and rng.random() < 0.03:
                say(rng.choice(FILLERS), -1, tempo)

    pool = [sentence for turn in turns for sentence in turn]
    usual = 205.0
    for spoken in rng.sample(pool, min(4, len(pool))):
        say("".join(rng.sample(spoken, len(spoken))), -1, usual)
        now += 600
    for turn in turns:
        pace = usual * rng.lognormvariate(0, 0.12)
        for sentence in turn:
            say(sentence, number, pace * rng.lognormvariate(0, 0.08))
            now += rng.lognormvariate(6.15, 0.5)
            if rng.random() < 0.04:
                aside = rng.choice(pool)
                say("".join(rng.sample(aside, len(aside))), -1, pace)
                now += rng.lognormvariate(6.15, 0.5)
            number += 1
        now += rng.lognormvariate(6.6, 0.6) + (rng.random() < 0.05) * rng.uniform(3000, 12000)
    return said


def edit(
    turns: Sequence[Sequence[str]], said: Sequence[Spoken], rng: random.Random
) -> tuple[Document, dict[str, float], frozenset[str]]:
    """Returns the edited transcript, true starts by segment, and the segments nobody said."""
    starts: dict[int, float] = {}
    for item in said:
        if item.sentence >= 0:
            starts.setdefault(item.sentence, item.start)
    pool = "".join(sentence for turn in turns for sentence in turn if sentence)
    truth: dict[str, float] = {}
    unsaid = set()
    edited: list[Turn] = []
    number = 0
    for turn in turns:
        segments = []
        for sentence in turn:
            if rng.random() < 0.03:
                name = f"added{number}"
                begin = rng.randrange(max(1, len(pool) - 30))
                text = pool[begin : begin + rng.randrange(8, 30)]
                segments.append(Segment(name, "".join(rng.sample(text, len(text))) + "。"))
                unsaid.add(name)
            text = sentence
            if rng.random() < 0.15 and len(text) > 8:
                size = rng.randrange(2, 6)
                begin = rng.randrange(len(text) - size)
                new = "".join(rng.sample(pool, rng.randrange(1, 7)))
                text = text[:begin] + new + text[begin + size :]
            name = f"s{number}"
            segments.append(Segment(name, text))
            if number in starts and sounds(text):
                truth[name] = starts[number]
            number += 1
        if len(segments) > 1 and rng.random() < 0.15:
            at = rng.randrange(len(segments) - 1)
            segments[at : at + 2] = reversed(segments[at : at + 2])
        edited.append(Turn("某人", tuple(segments)))
    body = Section(SectionKind.BODY, turns=tuple(edited))
    return Document("synthetic", (body,)), truth, frozenset(unsaid)


@cache
def homophones() -> dict[str, list[str]]:
    """Returns the common characters (first level of GB 2312) by syllable without tone."""
    found: dict[str, list[str]] = {}
    for high in range(0xB0, 0xD8):
        for low in range(0xA1, 0xFF):
            character = bytes((high, low)).decode("gb2312", "ignore")
            if character:
                syllable = lazy_pinyin(character, style=Style.NORMAL)[0]
                found.setdefault(syllable, []).append(character)
    return found


SWAPS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("ing", "in"), ("eng", "en"))


def misheard(character: str, rng: random.Random) -> str:
    """Returns a character that sounds like ``character`` or nearly so."""
    syllable = lazy_pinyin(character, style=Style.NORMAL)[0]
    if rng.random() < 0.4:
        for first, second in rng.sample(SWAPS, len(SWAPS)):
            for old, new in ((first, second), (second, first)):
                if old in syllable and syllable.replace(old, new, 1) in homophones():
                    syllable = syllable.replace(old, new, 1)
                    return rng.choice(homophones()[syllable])
    return rng.choice(homophones().get(syllable, [character]))


def recognise(said: Sequence[Spoken], rate: float, rng: random.Random) -> list[Spoken]:
    """Returns what a recogniser makes of it: 60 % of its errors are misheard characters."""
    common = "".join("".join(group) for group in homophones().values())
    heard = []
    for item in said:
        if rng.random() >= rate:
            heard.append(item)
            continue
        kind = rng.random()
        if kind < 0.6:
            heard.append(replace(item, character=misheard(item.character, rng)))
        elif kind < 0.75:
            heard.append(replace(item, character=rng.choice(common)))
        elif kind < 0.87:
            middle = (item.start + item.end) / 2
            heard.append(replace(item, end=middle))
            heard.append(replace(item, character=rng.choice(common), start=middle))
    return heard


def as_words(heard: Sequence[Spoken], rate: float, rng: random.Random) -> list[Piece]:
    """Returns the characters with times of their own, off by some 40 ms."""
    words = []
    for item in heard:
        start, end = (max(0, round(t + rng.gauss(0, 40))) for t in (item.start, item.end))
        words.append(Word(item.character, start, max(start, end)))
    return from_words(words)


def as_cues(heard: Sequence[Spoken], rate: float, rng: random.Random) -> list[Piece]:
    """Returns cues of 6 to 16 characters cut at pauses or anywhere; some are merged."""
    groups: list[list[Spoken]] = []
    limit = 0
    for item in heard:
        pause = groups and item.start - groups[-1][-1].end > 300
        if not groups or pause or len(groups[-1]) >= limit:
            limit = rng.randrange(6, 17)
            if groups and pause and rng.random() < rate:
                limit += len(groups[-1])
            else:
                groups.append([])
        groups[-1].append(item)
    return _pieces(groups, rng)


def as_long_cues(heard: Sequence[Spoken], rate: float, rng: random.Random) -> list[Piece]:
    """Returns cues of some five seconds, cut after any character, without the silences between."""
    groups: list[list[Spoken]] = []
    limit = 0.0
    for item in heard:
        if not groups or item.end - groups[-1][0].start > limit:
            groups.append([])
            limit = rng.uniform(3500, 6500)
        groups[-1].append(item)
    return _pieces(groups, rng)


def as_coarse_cues(heard: Sequence[Spoken], rate: float, rng: random.Random) -> list[Piece]:
    """Returns cues of five seconds, cut by the clock and end to end, silence and all."""
    groups: dict[int, list[Spoken]] = {}
    for item in heard:
        groups.setdefault(int(item.start // 5000), []).append(item)
    return [
        Piece("".join(item.character for item in group), slot * 5000, slot * 5000 + 5000)
        for slot, group in groups.items()
    ]


def _pieces(groups: Sequence[Sequence[Spoken]], rng: random.Random) -> list[Piece]:
    found: list[Piece] = []
    for group in groups:
        start = round(group[0].start + rng.gauss(0, 60))
        start = max(start, found[-1].end_ms if found else 0)
        end = max(start + 1, round(group[-1].end + rng.gauss(0, 60)))
        found.append(Piece("".join(item.character for item in group), start, end))
    return found


def ours(case: Case) -> dict[str, float]:
    """Returns starts by our alignment."""
    timed = time_by_speech(case.document, case.pieces)
    return {name: times.starts[0] for name, times in timed.times.items()}


def baseline(case: Case) -> dict[str, float]:
    """Returns starts by difflib on characters, straight lines between matches."""
    heard, clock = [], []
    for piece in case.pieces:
        text = piece.text
        for at, character in enumerate(text):
            if not character.isspace():
                heard.append(character)
                even = piece.start_ms + (piece.end_ms - piece.start_ms) * at / len(text)
                clock.append(piece.starts[at] if piece.starts else even)
    text, first = "", {}
    for item in case.document.segments():
        first[item.id] = len(text)
        text += "".join(character for character in item.source if character.isalnum())
    matcher = SequenceMatcher(None, text, "".join(heard), autojunk=False)
    places, times = [], []
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            places.append(block.a + step)
            times.append(clock[block.b + step])
    return {name: float(np.interp(at, places, times)) for name, at in first.items()}


def make(
    turns: Sequence[Sequence[str]],
    rate: float,
    shape: Callable[[Sequence[Spoken], float, random.Random], list[Piece]],
    seed: int,
) -> Case:
    """Returns one case; the same seed gives the same speech and transcript at every rate."""
    rng = random.Random(seed)
    said = speak(turns, rng)
    document, truth, unsaid = edit(turns, said, rng)
    pieces = shape(recognise(said, rate, rng), rate, rng)
    return Case(document, tuple(pieces), truth, unsaid)


def measure(case: Case, starts: dict[str, float]) -> tuple[list[float], int]:
    """Returns the start errors in seconds, and how many unsaid segments got a time."""
    errors = [
        abs(starts[name] - true) / 1000 if name in starts else MISSING
        for name, true in case.truth.items()
    ]
    return errors, sum(name in starts for name in case.unsaid)


def row(errors: Sequence[float], false: int, unsaid: int) -> str:
    """Returns the figures of one method."""
    values = np.array(errors)
    ordered = np.sort(values)
    middle, high = (ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.95))
    near, nearish = np.mean(values <= 0.3), np.mean(values <= 1)
    return f"{middle:7.2f} {high:7.2f} {near:6.1%} {nearish:6.1%} {false:3}/{unsaid}"


def long_talk(
    turns: Sequence[Sequence[str]], syllables: int, rng: random.Random
) -> list[list[str]]:
    """Returns turns of recombined clauses: as many repeats as a talk can have."""
    clauses = [
        clause
        for turn in turns
        for sentence in turn
        for clause in sentence.replace("。", "，").split("，")
        if len(clause) > 2
    ]
    found: list[list[str]] = []
    size = 0
    while size < syllables:
        turn = []
        for _number in range(rng.randrange(2, 7)):
            sentence = "，".join(rng.sample(clauses, rng.randrange(2, 5))) + "。"
            size += len(sentence)
            turn.append(sentence)
        found.append(turn)
    return found


SHAPES = {
    "words": as_words,
    "cues": as_cues,
    "long cues": as_long_cues,
    "5 s slots": as_coarse_cues,
}


def rows(turns: Sequence[Sequence[str]], seeds: int) -> Iterator[str]:
    """Yields a line per kind of timings and error rate."""
    for name, shape in SHAPES.items():
        for rate in RATES:
            cases = [make(turns, rate, shape, seed) for seed in range(seeds)]
            told = f"{name:9} {rate:4.0%} "
            for method in (ours, baseline):
                errors: list[float] = []
                false = 0
                for case in cases:
                    found, wrong = measure(case, method(case))
                    errors += found
                    false += wrong
                told += " | " + row(errors, false, sum(len(case.unsaid) for case in cases))
            yield told


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--hours", type=float, default=2.0)
    options = parser.parse_args()
    turns = sentences(options.files or [SAMPLES / name for name in TEXTS])
    print(f"{sum(len(turn) for turn in turns)} sentences, {options.seeds} seeds; start errors in s")
    figures = " median     95%  0.3 s    1 s false"
    print(
        f"{'':15} | {'ours':34} | difflib + interpolation\n"
        f"{'timings':9} {'err.':5} |{figures} |{figures}"
    )
    for line in rows(turns, options.seeds):
        print(line, flush=True)
    talk = long_talk(turns, round(options.hours * 15_000), random.Random(1))
    case = make(talk, 0.15, as_cues, 1)
    begin, used = time.perf_counter(), time.process_time()
    errors, false = measure(case, ours(case))
    wall, used = time.perf_counter() - begin, time.process_time() - used
    spoken = case.pieces[-1].end_ms / 3_600_000
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n{spoken:.1f} h of speech at 15 % errors: {wall:.1f} s ({used:.1f} s of one core),")
    print(f"{memory:.0f} MB at most; {row(errors, false, len(case.unsaid))}")


if __name__ == "__main__":
    main()
