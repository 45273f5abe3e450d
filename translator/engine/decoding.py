"""How the engine searches for a translation.

The numbers are BLEU / chrF with the embedded package 0.1 (13 M parameters, 5,105 steps) on two
development sets, single sentences of panels and lectures (own, 588) and news (flores-dev, 997),
measured by ``tests/benchmarks/decoding.py``; they are to be measured again with every package.
"""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass, replace


@dataclass(frozen=True, slots=True)
class Decoding:
    """Settings of the beam search.

    Attributes:
        beam_size: hypotheses kept at each step. 1: own 13.2 / 41.0, flores 8.3 / 34.9; 2: 14.1 /
            42.2, 8.7 / 35.7; 4: 14.5 / 42.8, 9.1 / 36.2; 6: 14.4 / 42.6, 9.1 / 36.2. Processor
            time against beam 1: 2 takes 1.7 times, 4 takes 2.8 times.
        length_penalty: exponent of the length that divides a hypothesis' log-probability. 0.6: own
            14.2 / 42.3, flores 9.0 / 35.7; 1.0: 14.5 / 42.8, 9.1 / 36.2; 1.3: 14.5 / 42.9, 8.9 /
            36.3.
        repetition_penalty: divides the score of tokens already in the hypothesis; 1 is off. 1.1
            for every sentence: own 14.7 / 42.6, flores 8.9 / 36.0, hence only against loops.
        no_repeat_ngram: length of the token n-gram that may not occur twice; 0 is off. 4 for every
            sentence: own 14.5 / 42.8, flores 9.1 / 36.3; but a term in several pieces may well
            occur twice, hence only against loops.
        length_ratio, length_margin: a target may have ``ratio * source tokens + margin`` tokens.
            Of 2,248 references of the development sets 5 need more, each with text added.
        longest_input: source tokens above which a text is cut at clause breaks. flores: 30: 8.7 /
            37.1, 45: 9.1 / 36.9, 60: 9.3 / 36.6, 80: 9.1 / 36.4, 160: 9.1 / 36.2.
        longest_joined: source tokens above which a text is cut at the ends of its sentences. The
            package saw single sentences only: the first 300 lines of own put together by threes
            and cut at 15: 15.1 / 46.1, 30: 14.9 / 46.0, 60: 13.6 / 44.4.
        loop_repetition_penalty, loop_no_repeat_ngram: in force when a target that loops (see
            `translator.engine.loops`) is decoded again: leaves no loop on either set; flores 9.11
            / 36.15 without, 9.12 / 36.23 with.
    """

    beam_size: int = 4
    length_penalty: float = 1.0
    repetition_penalty: float = 1.0
    no_repeat_ngram: int = 0
    length_ratio: float = 2.5
    length_margin: int = 20
    longest_input: int = 60
    longest_joined: int = 15
    loop_repetition_penalty: float = 1.2
    loop_no_repeat_ngram: int = 3

    @property
    def against_loops(self) -> Decoding:
        """The settings with which a target that loops is decoded again."""
        return replace(
            self,
            repetition_penalty=self.loop_repetition_penalty,
            no_repeat_ngram=self.loop_no_repeat_ngram,
        )

    @property
    def key(self) -> str:
        """8 hexadecimal digits that change with any setting; part of the memory's key."""
        return hashlib.blake2b(repr(astuple(self)).encode(), digest_size=4).hexdigest()

    def longest_target(self, source_tokens: int) -> int:
        """Returns how many tokens a target of that many source tokens may have."""
        return int(self.length_ratio * source_tokens) + self.length_margin
