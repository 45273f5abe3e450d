"""English word forms: regular inflection, irregular forms of technical prose, spellings.

Rules after Quirk, Greenbaum, Leech and Svartvik, *A Comprehensive Grammar of the English Language*
(1985), sections 3.5-3.10 (verbs) and 5.73-5.103 (nouns). Forms may include some that nobody writes
("noize" beside "noise"): they are only ever looked for in text, or offered to a language model.
"""

from __future__ import annotations

import re
from functools import lru_cache

_IRREGULAR_NOUNS: dict[str, tuple[str, ...]] = {
    "analysis": ("analyses",),
    "antithesis": ("antitheses",),
    "axis": ("axes",),
    "basis": ("bases",),
    "child": ("children",),
    "corpus": ("corpora",),
    "criterion": ("criteria",),
    "datum": ("data",),
    "extremum": ("extrema",),
    "focus": ("foci", "focuses"),
    "foot": ("feet",),
    "formula": ("formulae", "formulas"),
    "genus": ("genera",),
    "half": ("halves",),
    "hypothesis": ("hypotheses",),
    "index": ("indices", "indexes"),
    "knife": ("knives",),
    "leaf": ("leaves",),
    "lemma": ("lemmata", "lemmas"),
    "life": ("lives",),
    "locus": ("loci",),
    "man": ("men",),
    "matrix": ("matrices",),
    "maximum": ("maxima",),
    "medium": ("media",),
    "metropolis": ("metropolises",),
    "minimum": ("minima",),
    "modulus": ("moduli",),
    "mouse": ("mice",),
    "nucleus": ("nuclei",),
    "optimum": ("optima",),
    "parenthesis": ("parentheses",),
    "person": ("people", "persons"),
    "phenomenon": ("phenomena",),
    "radius": ("radii",),
    "schema": ("schemata", "schemas"),
    "spectrum": ("spectra",),
    "stimulus": ("stimuli",),
    "stratum": ("strata",),
    "supremum": ("suprema",),
    "synthesis": ("syntheses",),
    "thesis": ("theses",),
    "vertex": ("vertices",),
    "wife": ("wives",),
    "woman": ("women",),
    "wolf": ("wolves",),
}
_SINGULARS = {form: word for word, forms in _IRREGULAR_NOUNS.items() for form in forms}
_INVARIABLE = frozenset(
    {"atlas", "bias", "canvas", "chaos", "gas", "keras", "lens", "news", "pandas", "series"}
)
"""Words in -s that are not plurals (of a word worth looking for)."""

_IRREGULAR_VERBS: dict[str, tuple[str, ...]] = {
    "bind": ("bound",),
    "build": ("built",),
    "choose": ("chose", "chosen"),
    "draw": ("drew", "drawn"),
    "feed": ("fed",),
    "find": ("found",),
    "forget": ("forgot", "forgotten"),
    "freeze": ("froze", "frozen"),
    "get": ("got", "gotten"),
    "give": ("gave", "given"),
    "grow": ("grew", "grown"),
    "hide": ("hid", "hidden"),
    "hold": ("held",),
    "keep": ("kept",),
    "lead": ("led",),
    "learn": ("learnt",),
    "lose": ("lost",),
    "make": ("made",),
    "meet": ("met",),
    "run": ("ran",),
    "see": ("saw", "seen"),
    "send": ("sent",),
    "show": ("shown",),
    "take": ("took", "taken"),
    "teach": ("taught",),
    "think": ("thought",),
    "understand": ("understood",),
    "win": ("won",),
    "withdraw": ("withdrew", "withdrawn"),
    "write": ("wrote", "written"),
}
_UNCHANGED_VERBS = frozenset(
    {"beat", "cost", "cut", "fit", "hit", "let", "overfit", "put", "read", "set", "shut", "split"}
)
_VOWELS = "aeiou"
_SPELLINGS = (
    (re.compile(r"i[sz](?=(?:e|es|ed|ing|er|ers|able|ability|ation|ations|ational)$)"), "[sz]"),
    (re.compile(r"y[sz](?=(?:e|es|ed|ing|er|ers|able)$)"), "[sz]"),
)
_OUR = re.compile(r"^(.*?)(behavi|neighb|col|fav|fl?av|hon|lab|harb|hum|rum|vap|vig)ou?r(.*)$")
_DOUBLED_L = re.compile(
    r"^(mode|labe|trave|cance|chann?e|signa|marve|tunne|leve)ll?(ed|ing|er|ers)$"
)


def plurals(word: str) -> tuple[str, ...]:
    """Returns the plural form(s) of a lower- or mixed-case noun; empty if it is one already."""
    lower = word.lower()
    if lower in _SINGULARS or (_looks_plural(lower) and lower not in _INVARIABLE):
        return ()
    return _IRREGULAR_NOUNS.get(lower) or (_regular_plural(word), *_further_plural(word))


def singulars(word: str) -> tuple[str, ...]:
    """Returns what ``word`` could be the plural of; empty if it does not look like a plural."""
    lower = word.lower()
    if lower in _SINGULARS:
        return (_SINGULARS[lower],)
    if lower in _INVARIABLE or not _looks_plural(lower):
        return ()
    if lower.endswith("ies") and len(lower) > 4:
        return (word[:-3] + "y",)
    if lower.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return (word[:-2],)
    if lower.endswith(("ses", "zes", "oes")):
        return (word[:-1], word[:-2])
    return (word[:-1],)


def verb_forms(word: str) -> tuple[str, ...]:
    """Returns third person, past, participle and -ing form of a verb given as infinitive."""
    lower = word.lower()
    if lower.endswith(("ing", "ed")) and len(lower) > 4 and lower not in ("embed", "feed", "need"):
        return ()
    third = _third_person(word)
    if lower in _UNCHANGED_VERBS:
        stem = word if lower in ("beat", "cost", "read") else word + word[-1]
        past = (stem + "ed",) if lower in ("fit", "overfit") else ()
        return (third, stem + "ing", *past)
    if lower.endswith("ie"):
        return third, word + "d", word[:-2] + "ying"
    if lower.endswith("e") and not lower.endswith(("ee", "oe", "ye")):
        regular: tuple[str, ...] = (word + "d", word[:-1] + "ing")
    elif lower.endswith("y") and len(lower) > 1 and lower[-2] not in _VOWELS:
        regular = (word[:-1] + "ied", word + "ing")
    elif _doubles(lower):
        regular = (word + word[-1] + "ed", word + word[-1] + "ing", word + "ed", word + "ing")
    else:
        regular = (word + "ed", word + "ing")
    if lower in _IRREGULAR_VERBS:
        return (
            third,
            *_IRREGULAR_VERBS[lower],
            *(f for f in regular if f.endswith("ing")),
            regular[0],
        )
    return third, *regular


def spelling_pattern(word: str) -> str:
    """Returns a regular expression for ``word`` in British and American spelling."""
    if our := _OUR.match(word):
        return f"{re.escape(our[1] + our[2])}ou?r{re.escape(our[3])}"
    if doubled := _DOUBLED_L.match(word):
        return f"{re.escape(doubled[1])}ll?{doubled[2]}"
    if word.endswith(("centre", "center")):
        return re.escape(word[:-2]) + "(?:re|er)"
    for place, either in _SPELLINGS:
        if found := place.search(word):
            cut = found.start() + 1
            return re.escape(word[:cut]) + either + re.escape(word[cut + 1 :])
    return re.escape(word)


@lru_cache(maxsize=4096)
def inflected(word: str, *, noun: bool, verb: bool) -> tuple[str, ...]:
    """Returns ``word`` and its regular inflections, without repetition, ``word`` first.

    Args:
        word: one word without spaces or hyphens.
        noun: give plural and singular.
        verb: give third person, past and -ing form.
    """
    if not word.isalpha():
        return (word,)
    forms = [word]
    if noun:
        forms += [*plurals(word), *singulars(word)]
    if verb:
        forms += verb_forms(word)
    return tuple(dict.fromkeys(forms))


def indefinite_article(following: str) -> str:
    """Returns "a" or "an" for the word that follows, by how it sounds, acronyms included."""
    word = re.match(r"[A-Za-z0-9]+", following)
    if not word:
        return "a"
    text = word[0]
    if text.isupper() and len(text) > 1 and not re.search(r"[AEIOU]", text[1:]):
        return "an" if text[0] in "AEFHILMNORSX" else "a"
    lower = text.lower()
    if lower[0].isdigit():
        return "an" if re.match(r"8|1[18](?:$|\D|0{3})", lower) else "a"
    if re.match(r"(?:uni(?!n|m)|use|usu|util|eu|ubiq|one\b|once)", lower):
        return "a"
    if re.match(r"(?:hour|honest|hono|heir)", lower):
        return "an"
    return "an" if lower[0] in _VOWELS else "a"


def _regular_plural(word: str) -> str:
    lower = word.lower()
    if lower.endswith("man") and len(lower) > 5 and not lower.endswith("human"):
        return word[:-2] + "en"
    if lower.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if lower.endswith("y") and len(lower) > 1 and lower[-2] not in _VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def _further_plural(word: str) -> tuple[str, ...]:
    """Words in -o go both ways (echoes, kilos)."""
    lower = word.lower()
    return (word + "es",) if re.search(r"[^aeiou]o$", lower) and len(lower) > 2 else ()


def _looks_plural(lower: str) -> bool:
    return (
        len(lower) > 3
        and lower.endswith("s")
        and not lower.endswith(("ss", "us", "is", "ics", "ous"))
    )


def _third_person(word: str) -> str:
    lower = word.lower()
    if lower.endswith(("s", "x", "z", "ch", "sh", "o")):
        return word + "es"
    if lower.endswith("y") and len(lower) > 1 and lower[-2] not in _VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def _doubles(lower: str) -> bool:
    """Whether the final consonant may double (one vowel before one consonant; never w, x, y)."""
    return bool(re.search(r"(?:^|[^aeiou])[aeiou][bdfgklmnprstvz]$", lower)) and (
        len(lower) <= 5 or lower.endswith(("fer", "cur", "pel", "mit", "get", "gin", "fit", "bel"))
    )
