"""A rule of good workbooks: what it asks, why, how to mend, and how to find what breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from revshare_workbooks.rules.audited import Audited


class Level(StrEnum):
    """How much hangs on a rule."""

    MUST = "must"
    SHOULD = "should"


class Finding(NamedTuple):
    """A place that breaks a rule: a cell, a range, a sheet or a part of the file, and what stands there."""

    place: str
    found: str


Find: TypeAlias = Callable[[Audited], Iterable[Finding]]
Found = TypeVar("Found")


@dataclass(frozen=True)
class Need(Generic[Found]):
    """What a workbook must have before a rule can speak of it.

    Parameters
    ----------
    words
        The thing in words: "a Cover sheet".
    find
        Finds it; what it finds is falsy where there is none.
    """

    words: str
    find: Callable[[Audited], Found | None]

    def of(self, book: Audited) -> Found:
        """The thing itself, for rules that need it: they run only where there is one."""
        found = self.find(book)
        if not found:
            raise LookupError(f"a rule that needs {self.words} was run without one")
        return found


@dataclass(frozen=True)
class Rule:
    """One rule.

    Parameters
    ----------
    id
        Its short name, as `revshare check` prints it.
    level
        Whether a workbook that breaks it fails the check.
    title
        What it asks, in one line.
    why
        What goes wrong in a workbook that breaks it.
    cure
        What to do.
    find
        Answers the places that break it.
    need
        What the rule presupposes; None if it speaks of every workbook.
    """

    id: str
    level: Level
    title: str
    why: str
    cure: str
    find: Find
    need: Need[Any] | None = None


@dataclass(frozen=True)
class Outcome:
    """What a rule found in a workbook; `missing` says what the workbook lacks where the rule does not apply."""

    rule: Rule
    findings: tuple[Finding, ...] = ()
    missing: str = ""


def must(
    identity: str, title: str, *, why: str, cure: str, need: Need[Any] | None = None
) -> Callable[[Find], Rule]:
    """Make a rule that a workbook must keep of the function that finds what breaks it."""
    return lambda find: Rule(identity, Level.MUST, title, why, cure, find, need)


def should(
    identity: str, title: str, *, why: str, cure: str, need: Need[Any] | None = None
) -> Callable[[Find], Rule]:
    """Make a rule that a workbook should keep of the function that finds what breaks it."""
    return lambda find: Rule(identity, Level.SHOULD, title, why, cure, find, need)


def outcome(rule: Rule, book: Audited) -> Outcome:
    """Apply one rule to a workbook."""
    if rule.need and not rule.need.find(book):
        return Outcome(rule, missing=rule.need.words)
    return Outcome(rule, tuple(rule.find(book)))
