"""How often each check speaks up on correct translations, and what it catches in damaged ones.

    python tests/benchmarks/checks.py PAIRS.tsv... [--examples 5] [--seed 1]

Each file holds pairs of a Chinese source and a correct English target, parted by a tab; a line
without a tab is left out. Prints two tables: per rule, the share of pairs on which it speaks up
(false alarms, as the pairs are correct), and per kind of damage done to the targets, the share that
any rule and the right rule catch; the baseline row is the undamaged pairs.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

from translator.checks.document import check_segment
from translator.document import Segment, State

_NUMBER = re.compile(r"\b\d[\d,]*(?:\.\d+)?\b")
_WORD_NUMBERS = "three four five six seven eight nine eleven twelve twenty thirty fifty".split()  # noqa: SIM905
_WORD_NUMBER = re.compile(rf"\b({'|'.join(_WORD_NUMBERS)})\b")
_SCALE = re.compile(r"\b(thousand|million|billion)\b")


def _changed_digits(source: str, target: str, chance: random.Random) -> str | None:
    """Writes another number of the same length."""
    found = [match for match in _NUMBER.finditer(target) if len(match.group()) > 1]
    if not found:
        return None
    match = chance.choice(found)
    places = [i for i, c in enumerate(match.group()) if c.isdigit()]
    at = chance.choice(places)
    digit = chance.choice([d for d in "123456789" if d != match.group()[at]])
    number = match.group()[:at] + digit + match.group()[at + 1 :]
    return target[: match.start()] + number + target[match.end() :]


def _changed_word(source: str, target: str, chance: random.Random) -> str | None:
    """Writes another number word."""
    match = _WORD_NUMBER.search(target)
    if not match:
        return None
    other = chance.choice([word for word in _WORD_NUMBERS if word != match.group()])
    return target[: match.start()] + other + target[match.end() :]


def _changed_scale(source: str, target: str, chance: random.Random) -> str | None:
    """Takes 万 for thousand: the commonest mistake of machines."""
    match = _SCALE.search(target)
    if not match:
        return None
    other = {"thousand": "million", "million": "billion", "billion": "million"}[match.group()]
    return target[: match.start()] + other + target[match.end() :]


def _emptied(source: str, target: str, chance: random.Random) -> str:
    return ""


def _copied(source: str, target: str, chance: random.Random) -> str:
    return source


def _partly_chinese(source: str, target: str, chance: random.Random) -> str | None:
    found = re.search(r"[\u4e00-\u9fff]{2}", source)
    return target.replace(" ", f" {found.group()} ", 1) if found and " " in target else None


def _looped(source: str, target: str, chance: random.Random) -> str | None:
    """Repeats five words three times at the end."""
    words = target.split()
    if len(words) < 8:
        return None
    return " ".join(words + words[-5:] * 3)


def _cut(source: str, target: str, chance: random.Random) -> str | None:
    """Keeps the first third."""
    words = target.split()
    return " ".join(words[: len(words) // 3]) if len(words) > 20 else None


def _unclosed(source: str, target: str, chance: random.Random) -> str | None:
    """Drops the last quotation mark or bracket."""
    at = max(target.rfind(mark) for mark in '”")]')
    return target[:at] + target[at + 1 :] if at >= 0 else None


_DAMAGES: dict[str, tuple[Callable[[str, str, random.Random], str | None], tuple[str, ...]]] = {
    "digit changed": (_changed_digits, ("number-mismatch", "date-mismatch", "number-added")),
    "number word changed": (_changed_word, ("number-mismatch", "date-mismatch", "number-added")),
    "scale changed": (_changed_scale, ("number-mismatch", "number-added")),
    "empty": (_emptied, ("empty-target",)),
    "source copied": (_copied, ("untranslated",)),
    "two characters left": (_partly_chinese, ("chinese-left",)),
    "five words looped": (_looped, ("repetition",)),
    "cut to a third": (_cut, ("too-short",)),
    "quote or bracket dropped": (_unclosed, ("unbalanced-quotes", "unbalanced-brackets")),
}


def _rules(source: str, target: str) -> set[str]:
    return {finding.rule for finding in check_segment(Segment("1", source, target, State.MACHINE))}


def _pairs(files: list[Path]) -> list[tuple[str, str]]:
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    fields = [line.split("\t") for line in lines]
    return [(field[0], field[1]) for field in fields if len(field) > 1]


def main() -> None:
    """Prints the two tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--examples", type=int, default=0, help="false alarms to print per rule")
    parser.add_argument("--limit", type=int, default=20_000, help="pairs to use")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    pairs = _pairs(options.files)
    pairs = chance.sample(pairs, min(options.limit, len(pairs)))

    started = time.perf_counter()
    alarms: Counter[str] = Counter()
    shown: dict[str, list[tuple[str, str]]] = defaultdict(list)
    clean = 0
    for pair in pairs:
        rules = _rules(*pair)
        clean += not rules
        alarms.update(rules)
        for rule in rules:
            shown[rule].append(pair)
    seconds = time.perf_counter() - started
    print(f"{len(pairs)} correct pairs, {1000 * seconds / len(pairs):.2f} ms each\n")
    print("rule                      pairs   share")
    for rule, count in [*alarms.most_common(), ("any", len(pairs) - clean)]:
        print(f"{rule:24} {count:6} {count / len(pairs):7.2%}")
        for source, target in shown[rule][: options.examples]:
            print(f"    {source}\n    {target}")

    print("\ndamage                    pairs   any rule   right rule")
    print(f"{'none (baseline)':24} {len(pairs):6} {1 - clean / len(pairs):10.1%}")
    for name, (damage, right) in _DAMAGES.items():
        damaged = [(s, d) for s, t in pairs if (d := damage(s, t, chance)) is not None and d != t]
        found = [_rules(*pair) for pair in damaged]
        total = max(1, len(damaged))
        any_rule = sum(map(bool, found)) / total
        right_rule = sum(1 for rules in found if rules & set(right)) / total
        print(f"{name:24} {len(damaged):6} {any_rule:10.1%} {right_rule:12.1%}")


if __name__ == "__main__":
    main()
