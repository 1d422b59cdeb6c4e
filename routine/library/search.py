"""Knows which exercises and sequences somebody means by a few words: names, stems, slips, complaints, body parts.

Must not know who asks, or how it is shown. It says what is for a complaint, never what somebody has.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib.resources import files

from routine.core.exercise import Exercise
from routine.core.plan import PerformStep, Sequence

_LONGEST = 80
"""Letters that are looked at: nobody means more."""
_IGNORED = frozenset(
    (
        "a",
        "an",
        "and",
        "at",
        "by",
        "for",
        "from",
        "i",
        "in",
        "is",
        "it",
        "me",
        "my",
        "of",
        "on",
        "or",
        "some",
        "something",
        "the",
        "to",
        "with",
        "when",
        "while",
    )
)
_ENDINGS = ("nesses", "ness", "ings", "ing", "ies", "es", "ed", "s")
_STEM = 3
"""Letters that stay of a word at least."""
_SLIP = 0.78
"""How alike a word must be to one that is known; difflib's own measure, 1 is the same."""
_BEGUN = 2
"""Letters that the beginning of a word needs."""
_JOINED = 5
"""Letters that a word needs which is looked for in names written as one."""

_WHOLE, _TITLE, _PRACTICE, _TARGET, _TOLD, _COMPLAINT = 100, 20, 6, 5, 1, 12


EXERCISE, SEQUENCE = "exercise", "sequence"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that is meant, perhaps."""

    name: str
    kind: str
    """EXERCISE or SEQUENCE."""
    title: str


@dataclass(slots=True)
class _Entry:
    """What is known of one exercise or sequence: its words as stems, each with what it is worth."""

    found: Found
    names: tuple[str, ...]
    """Its id and title, plain."""
    worth: dict[str, int] = field(default_factory=dict)

    def add(self, text: str, worth: int) -> None:
        for stem in stems(text):
            self.worth[stem] = max(worth, self.worth.get(stem, 0))


class LibraryIndex:
    """All that can be found, made once."""

    def __init__(self, exercises: Mapping[str, Exercise], sequences: Mapping[str, Sequence]) -> None:
        self._entries: dict[tuple[str, str], _Entry] = {}
        for one in exercises.values():
            self._add_exercise(one)
        for sequence in sequences.values():
            self._add_sequence(sequence)
        self._complaints = [*_complaints()]
        self._targets = {one.id: set(one.target) for one in exercises.values()}
        self._order = {key: place for place, key in enumerate(self._entries)}
        known = Counter(stem for entry in self._entries.values() for stem in entry.worth)
        self._known = [*known, *(stem for each in self._complaints for phrase in each.phrases for stem in phrase)]

    def search(self, typed: str) -> list[Found]:
        """Best first; nothing where no word of it is known."""
        wanted = stems(typed[:_LONGEST])
        wanted = [stem for stem in wanted if stem not in _IGNORED] or wanted
        if not wanted:
            return []
        words = [self._known_as(stem) for stem in wanted]
        scores: Counter[tuple[str, str]] = Counter()
        named = self._by_complaint(frozenset().union(*words), scores)
        left = [word for word in words if not word & named]
        whole = plain(typed)
        for key, entry in self._entries.items():
            scores[key] += self._worth(entry, words, left, whole)
        found = sorted(
            (key for key, score in scores.items() if score > 0), key=lambda key: self._rank(key, scores)
        )
        return [self._entries[key].found for key in found]

    def closest(self, typed: str) -> list[Found]:
        """Of what was not found, the three whose names look most like it, however little."""
        wanted = plain(typed[:_LONGEST])
        names = {name: entry.found for entry in self._entries.values() for name in entry.names}
        alike = get_close_matches(wanted, names, n=6, cutoff=0.35)
        return list(dict.fromkeys(names[name] for name in alike))[:3]

    def _rank(self, key: tuple[str, str], scores: Mapping[tuple[str, str], int]) -> tuple[int, int]:
        return -scores[key], self._order[key]

    def _add_exercise(self, one: Exercise) -> None:
        entry = self._add(one.id, EXERCISE, one.title)
        entry.add(f"{one.id} {one.title}", _TITLE)
        entry.add(one.sanskrit, _TITLE // 2)
        entry.add(str(one.practice or ""), _PRACTICE)
        entry.add(" ".join((*one.target, *one.equipment, one.position, one.place)), _TARGET)
        entry.add(" ".join((one.setup, *one.cues)), _TOLD)

    def _add_sequence(self, one: Sequence) -> None:
        entry = self._add(one.id, SEQUENCE, one.title)
        entry.add(f"{one.id} {one.title}", _TITLE)
        parts = [step.exercise for step in one.entries if isinstance(step, PerformStep)]
        entry.add(" ".join(part.title for part in parts), _TOLD)
        entry.add(" ".join(str(part.practice or "") for part in parts), _TOLD)

    def _add(self, name: str, kind: str, title: str) -> _Entry:
        entry = _Entry(Found(name, kind, title), (plain(name), plain(title)))
        self._entries[kind, name] = entry
        return entry

    def _known_as(self, stem: str) -> frozenset[str]:
        """The stem; where it is none, those that begin with it, or the one that it is a slip of."""
        if stem in self._known:
            return frozenset({stem})
        begun = {known for known in self._known if known.startswith(stem)} if len(stem) >= _BEGUN else None
        close = get_close_matches(stem, self._known, n=1, cutoff=_SLIP) if len(stem) > _STEM else []
        return frozenset(begun or close or {stem})

    def _by_complaint(self, words: AbstractSet[str], scores: Counter[tuple[str, str]]) -> set[str]:
        """Count what is for a complaint that was named; the words that named one."""
        used: set[str] = set()
        matched = [(each, phrase) for each in self._complaints if (phrase := each.named_in(words))]
        for complaint, phrase in sorted(matched, key=lambda pair: -len(pair[1])):
            if set(phrase) <= used:
                continue  # a longer phrase has said what they mean
            used |= set(phrase)
            for place, name in enumerate(complaint.names):
                for kind in (EXERCISE, SEQUENCE):
                    if (kind, name) in self._entries:
                        scores[kind, name] += 2 * _COMPLAINT * len(phrase) - place
            for name, targets in self._targets.items():
                if targets & complaint.targets:
                    scores[EXERCISE, name] += _TARGET
        return used

    def _worth(self, entry: _Entry, words: list[frozenset[str]], left: list[frozenset[str]], whole: str) -> int:
        """How well an entry answers the words; nothing where one that no complaint named is not its own."""
        joined = whole.replace(" ", "")
        if whole in entry.names:
            return _WHOLE * 2
        score = 0
        if len(joined) >= _JOINED and any(_begins_a_word(joined, name) for name in entry.names):
            score += _WHOLE - len(entry.names[0])
        if not all(word & entry.worth.keys() for word in left):
            return score
        said = sum(max(entry.worth.get(stem, 0) for stem in word) for word in words)
        titled = [stem for stem, worth in entry.worth.items() if worth == _TITLE]
        if said >= _TITLE * len(words):
            # of two that have all words in their names the one with fewer others is meant
            said += _TITLE - len(titled)
        return score + (said if left or said >= _TARGET else 0)


@dataclass(frozen=True, slots=True)
class _Complaint:
    """What people call it, and what is for it."""

    phrases: tuple[tuple[str, ...], ...]
    """As stems, the longest first."""
    names: tuple[str, ...]
    targets: frozenset[str]

    def named_in(self, words: AbstractSet[str]) -> tuple[str, ...]:
        """The longest of its phrases whose words were all said; none where none was."""
        return next((phrase for phrase in self.phrases if words >= set(phrase)), ())


def _begins_a_word(joined: str, name: str) -> bool:
    """Whether the name, from one of its words on and written as one, begins so."""
    words = name.split()
    return any("".join(words[place:]).startswith(joined) for place in range(len(words)))


def _complaints() -> Iterator[_Complaint]:
    table = tomllib.loads(files("routine.library").joinpath("search_words.toml").read_text(encoding="utf-8"))
    for one in table.values():
        phrases = {tuple(word for word in stems(said) if word not in _IGNORED) for said in one["words"]}
        yield _Complaint(
            tuple(sorted(phrases, key=len, reverse=True)),
            tuple(one["names"]),
            frozenset(one.get("targets", ())),
        )


def plain(name: str) -> str:
    """A name as somebody may have meant it: no case, no punctuation."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in name.casefold()).split())


def stems(text: str) -> list[str]:
    """Its words without their endings, each once."""
    return list(dict.fromkeys(_stem(word) for word in plain(text.replace("'", "")).split()))


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM and not word.endswith("ss"):
            return word.removesuffix(ending)
    return word
