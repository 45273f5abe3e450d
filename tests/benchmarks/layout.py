"""Violations per subtitle rule: our layout against a greedy wrap, on simulated speech.

    python tests/benchmarks/layout.py [PAIRS.tsv] [--cues 2000] [--profile NAME]

PAIRS.tsv holds Chinese, a tab and English per line; without it the texts of ``samples/`` are used,
for an English profile in the translation of the embedded engine.
Every sentence gets a Chinese speaking rate of 3.5 to 6 syllables per second and a pause of 0 to 1.5
s behind it, from a fixed seed; its English is spread over the same span. The text is gone through
until both layouts have the wanted number of cues. "Too dense" counts the reading speed findings of
ours where even all of the time up to the next sentence (within the profile's reach) is not enough.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from translator.checks.subtitles import check_cues
from translator.engine.jobs import Request
from translator.engine.packages import choose_package
from translator.engine.translator import Translator
from translator.reading import read
from translator.segmenting import segment
from translator.segmenting.script import normalise
from translator.subtitles.cue import Cue
from translator.subtitles.layout import lay_out
from translator.subtitles.profile import Profile, TextLimits, load_profile
from translator.subtitles.timed_text import TimedText, spoken_weight, timed

SAMPLES = Path(__file__).parents[2] / "samples"
TEXTS = ("panel.zh.txt", "talk.zh.txt", "lecture.zh.html")


def pairs_of(path: Path | None, language: str) -> list[tuple[str, str]]:
    if path:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [(zh, en) for zh, _tab, en in (line.partition("\t") for line in lines) if en]
    documents = [segment(read(str(SAMPLES / name))) for name in TEXTS]
    sentences = [item.source for document in documents for item in document.segments()]
    if language == "zh":
        return [(sentence, sentence) for sentence in sentences]
    translator = Translator(choose_package(None))
    requests = [Request(normalise(sentence).text) for sentence in sentences]
    english = {at: found[0].text for at, found in translator.translate(requests)}
    return [(zh, english[at]) for at, zh in enumerate(sentences) if english[at].strip()]


def speech(pairs: Sequence[tuple[str, str]], language: str, seed: int) -> Iterator[TimedText]:
    random_source = random.Random(seed)
    at = 0
    for chinese, english in pairs:
        rate = random_source.uniform(3.5, 6.0)
        length = max(300, round(sum(map(spoken_weight, chinese)) / rate * 1000))
        text = chinese if language == "zh" else english
        yield timed(text, at, at + length)
        at += length + round(random_source.choice([0, 0.1, 0.2, 0.4, 0.8, 1.5]) * 1000)


def greedy(texts: Sequence[TimedText], limits: TextLimits) -> list[Cue]:
    """Fills lines and cues to the brim, as most subtitle exporters do."""
    cues = []
    for item in texts:
        text, start = item.text, 0
        lines: list[tuple[int, int]] = []
        while start < len(text):
            end = start
            last_space = None
            while end < len(text) and limits.length(text[start : end + 1]) <= limits.max_cpl:
                end += 1
                if end == len(text) or text[end] == " ":
                    last_space = end
            end = last_space if last_space and limits.language == "en" else end
            lines.append((start, end))
            start = end + 1 if end < len(text) and text[end] == " " else end
        for index in range(0, len(lines), limits.max_lines):
            group = lines[index : index + limits.max_lines]
            shown = "\n".join(text[a:b].strip() for a, b in group)
            begin, finish = item.starts[group[0][0]], item.ends[group[-1][1] - 1]
            cues.append(Cue(begin, max(finish, begin + 1), shown))
    return cues


def too_dense(texts: Sequence[TimedText], profile: Profile) -> list[tuple[int, int]]:
    """Returns the spans of sentences that cannot be read even with all the time there is."""
    spans = []
    for index, item in enumerate(texts):
        reach = item.ends[-1] + profile.linger_ms
        if index + 1 < len(texts):
            reach = min(reach, texts[index + 1].starts[0] - profile.gap_ms())
        if profile.text.reading_ms(item.text) > 0.97 * (reach - item.starts[0]):
            spans.append((item.starts[0], item.ends[-1]))
    return spans


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pairs", nargs="?", type=Path)
    parser.add_argument("--cues", type=int, default=2000)
    parser.add_argument("--profile", default="netflix-en")
    options = parser.parse_args()
    profile = load_profile(options.profile)
    pairs = pairs_of(options.pairs, profile.text.language)
    counts: dict[str, Counter[str]] = {"ours": Counter(), "greedy": Counter()}
    totals, excused, seconds, seed = Counter(), 0, 0.0, 0
    while min(totals["ours"], totals["greedy"]) < options.cues:
        texts = list(speech(pairs, profile.text.language, seed))
        began = time.perf_counter()
        ours = lay_out(texts, profile)
        seconds += time.perf_counter() - began
        dense = too_dense(texts, profile)
        for name, cues in (("ours", ours), ("greedy", greedy(texts, profile.text))):
            found = check_cues(cues, profile)
            totals[name] += len(cues)
            counts[name].update(item.rule for item in found)
            if name == "ours":
                excused += sum(
                    any(a - 130 <= (item.start_ms or 0) <= b for a, b in dense)
                    for item in found
                    if item.rule == "reading-speed"
                )
        seed += 1
    print(f"{profile.name}: {totals['ours']} cues ours, {totals['greedy']} greedy")
    print(f"{'rule':26}{'ours':>8}{'greedy':>8}")
    for rule in sorted(set(counts["ours"]) | set(counts["greedy"])):
        print(f"{rule:26}{counts['ours'][rule]:8}{counts['greedy'][rule]:8}")
    print(f"reading-speed of ours where the speech itself is too dense: {excused}")
    print(f"layout: {seconds / totals['ours'] * 1000:.2f} ms per cue")


if __name__ == "__main__":
    main()
