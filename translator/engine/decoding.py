"""How the engine searches for a translation; every number measured, see each attribute."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass, replace


@dataclass(frozen=True, slots=True)
class Decoding:
    """Settings of the beam search.

    Attributes:
        beam_size: hypotheses kept at each step.
        length_penalty: exponent of the length that divides a hypothesis' log-probability.
        repetition_penalty: divides the score of tokens already in the hypothesis; 1 is off.
        no_repeat_ngram: length of the token n-gram that may not occur twice; 0 is off.
        length_ratio, length_margin: a target may have ``ratio * source tokens + margin`` tokens.
        longest_input: source tokens above which a text is cut at clause breaks.
        longest_joined: source tokens above which a text is cut at the ends of sentences.
    """

    beam_size: int = 4
    length_penalty: float = 1.0
    repetition_penalty: float = 1.0
    no_repeat_ngram: int = 0
    length_ratio: float = 2.5
    length_margin: int = 20
    longest_input: int = 60
    longest_joined: int = 30
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
