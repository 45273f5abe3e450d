"""How the engine searches for a translation.

The numbers are BLEU / chrF with the embedded package 0.3 (13 M parameters, 1.07 million pairs) on
two development sets, single sentences of panels and lectures (own, 588) and news (flores-dev, 997),
measured by ``tests/benchmarks/decoding.py``; they are to be measured again with every package.
"""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass, replace


@dataclass(frozen=True, slots=True)
class Decoding:
    """Settings of the beam search.

    Attributes:
        beam_size: hypotheses kept at each step. 1: own 16.3 / 45.0, flores 10.0 / 38.6; 2: 17.7 /
            46.3, 10.7 / 39.5; 4: 18.1 / 46.9, 11.2 / 40.2; 6: 18.3 / 46.9, 11.4 / 40.4. Processor
            time against beam 1: 2 takes 1.7 times, 4 takes 2.8 times.
        length_penalty: exponent of the length that divides a hypothesis' log-probability. 0.6: own
            18.1 / 46.7, flores 11.2 / 39.9; 1.0: 18.1 / 46.9, 11.2 / 40.2; 1.3: 18.2 / 47.0, 10.9 /
            40.4.
        repetition_penalty: divides the score of tokens already in the hypothesis; 1 is off. 1.1
            for every sentence: own 18.2 / 46.8, no gain, hence only against loops.
        no_repeat_ngram: length of the token n-gram that may not occur twice; 0 is off. 4 for every
            sentence: own 18.3 / 46.9; but a term in several pieces may well occur twice, hence only
            against loops.
        length_ratio, length_margin: a target may have ``ratio * source tokens + margin`` tokens.
            Of 2,248 references of the development sets 5 need more, each with text added.
        longest_input: source tokens above which a text is cut at clause breaks. flores: 30: 10.4 /
            40.6, 45: 11.1 / 40.4, 60: 11.2 / 40.2, 80: 11.2 / 40.1, 160: 11.1 / 39.9.
        longest_joined: source tokens above which a text is cut at the ends of its sentences. The
            package saw single sentences only: the first 300 lines of own put together by threes
            and cut at 15: 18.6 / 49.9, 30: 18.4 / 49.7, 60: 17.0 / 47.9.
        loop_repetition_penalty, loop_no_repeat_ngram: in force when a target that loops (see
            `translator.engine.loops`) is decoded again: leaves no loop on either set, 2 on flores
            without; the scores do not change.
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
