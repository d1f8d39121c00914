"""The text of a case file before it is a case: read within bounds, and nothing in it that no workbook can hold.

A person's file has a few thousand entries. Whatever is far beyond that, or nested without end, is refused before
anything is built from it.
"""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from revshare.case_checks import MOST_YEARS
from revshare.cures import line_cure
from revshare.errors import InputError

MOST_BYTES = 1_000_000
"""Of a case file; the shipped ones have 20,000."""
MOST_ENTRIES = 50_000
"""Keys and items, each year of a span counted; the shipped cases have 1,000."""
MOST_IN_A_TABLE = 300
"""Keys of a table or items of a list, but for the changes of a scenario, which may be as many as there are inputs."""
MOST_DEPTH = 12
"""Tables within tables; the schema has seven."""
LONGEST_KEY = 200
LONGEST_TEXT = 8_000
"""Characters of a text; a workbook's cell has room for 32,767."""
LONGEST_TEXT_OF = {"title": 200, "lab": 80, "label": 80, "money": 40}
"""Characters of a text that stands in a sentence a formula makes; what a formula quotes has at most 255."""
LARGEST_WHOLE = 10**15
"""Whole numbers up to here are exact in a cell."""
SPAN = re.compile(r"(\d{4})-(\d{4})")
"""Years such as ``2026-2030``."""

_PART = r"""(?>[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_DOTTED = re.compile(rf"""(?<![\w"'-])(?>{_PART}[ \t]*\.[ \t]*){{{2 * MOST_DEPTH}}}""")
"""A key of that many parts: each is read once for all those before it, so the work grows with their square."""

_AT_LINE = re.compile(r" ?\(at line (\d+), column \d+\)")
_TWICE = re.compile(r"Cannot declare (\(.*\)) twice")
_QUOTED = re.compile("'([^']*)'")
_SHOWN = 80
"""Characters of a line in a message."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
"""What XML cannot hold, or a terminal would obey."""


def read_text(path: Path) -> str:
    """The text of a case file.

    Raises
    ------
    InputError
        If it is no file, cannot be read, is far too large, or is not UTF-8.
    """
    if "\0" in str(path):
        raise InputError(f"{printable(str(path))} cannot be the name of a file; give a case file (.toml)")
    try:
        if not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
            raise InputError(f"{path} is a device or pipe; give a case file (.toml)")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise InputError(f"{path} is not there; check the name and the folder") from None
    except OSError as fault:
        raise InputError(
            f"{path} cannot be read: {fault.strerror or fault}; give a case file (.toml)"
        ) from None
    if len(content) > MOST_BYTES:
        raise InputError(
            f"{path} has more than {MOST_BYTES / 1e6:.0f} MB and is not read; a case file has a few thousand lines"
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path} is no text file in UTF-8; a case file is TOML text") from None


def tables_of(text: str, source: str) -> dict[str, Any]:
    """The tables of a TOML text; `source` is the file's name in messages.

    Raises
    ------
    InputError
        If it is no TOML, or nested without end.
    """
    if _DOTTED.search(text):
        raise InputError(f"{source} is no case: its tables are nested without end")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise InputError(f"{source} is no TOML{_of_the_line(text, str(fault))}") from None
    except RecursionError:
        raise InputError(f"{source} is no case: its tables are nested without end") from None
    except ValueError:  # what Python says of a whole number of thousands of digits
        raise InputError(f"{source} has a number of thousands of digits; mend it") from None


def _of_the_line(text: str, said: str) -> str:
    """The line where the reader of TOML stopped, with the cure of a common slip, else what the reader says."""
    found = _AT_LINE.search(said)
    if not found:
        return f": {said}; mend the end of the file"
    line = " ".join(text.split("\n")[int(found[1]) - 1].split())
    said = said.replace(found[0], "")
    if twice := _TWICE.search(said):
        said = f"[{'.'.join(_QUOTED.findall(twice[1]))}] stands twice"
    said = said.replace("Cannot overwrite a value", "a key is given twice")
    cure = line_cure(line) or f"{said}; mend that line"
    return f" in line {found[1]}: {printable(line[:_SHOWN]) or 'nothing'}; {cure}"


def refuse_unfit(tables: Mapping[str, Any], place: Callable[[str], str]) -> None:
    """Refuse tables that no person wrote, and texts that neither a workbook nor a terminal can show.

    Parameters
    ----------
    tables
        What a case file or an inputs sheet holds.
    place
        Turns a dotted key into the place a user finds it.

    Raises
    ------
    InputError
        With the first such place, what is there, and the cure.
    """
    entries = 0
    if len(tables) > MOST_IN_A_TABLE:
        raise InputError(f"{place('the whole')} has {len(tables):,} tables; keep at most {MOST_IN_A_TABLE}")
    for key, part, value, copies in _walk(tables):
        entries += copies
        fault = _fault(part, value)
        if entries > MOST_ENTRIES:
            fault = f"is one of more than {MOST_ENTRIES:,} entries; leave out most"
        elif key.count(".") > MOST_DEPTH and isinstance(value, Mapping | list):
            fault = "lies too deep; no key of a case has more than seven parts"
        if fault:
            raise InputError(f"{place(shortened(key))} {fault}")


def is_fit_name(name: str) -> bool:
    """Whether an input can have this dotted name: not if it is endless, spans years or cannot be shown."""
    parts = name.split(".")
    return len(parts) <= MOST_DEPTH and not any(SPAN.fullmatch(part) or _fault(part, None) for part in parts)


def printable(text: str) -> str:
    """The text with what a terminal would obey written out in letters."""
    return _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def _walk(tables: Mapping[str, Any]) -> Iterator[tuple[str, str, Any, int]]:
    """Every key, its last part and its value, and how often spans of years repeat it."""
    rest: list[tuple[str, Any, int]] = [("", tables, 1)]
    while rest:
        name, table, copies = rest.pop()
        items = table.items() if isinstance(table, Mapping) else enumerate(table, start=1)
        for part, value in items:
            key = f"{name}.{part}".lstrip(".")
            times = copies * _years(str(part))
            yield key, str(part), value, times
            if isinstance(value, Mapping | list):
                rest.append((key, value, times))


def _years(key: str) -> int:
    span = SPAN.fullmatch(key)
    return max(int(span[2]) - int(span[1]) + 1, 1) if span else 1


def _fault(part: str, value: Any) -> str:
    """What is wrong with one entry whatever it stands for; empty if nothing is."""
    if len(part) > LONGEST_KEY:
        return f"has {len(part):,} characters; a key has at most {LONGEST_KEY}"
    if _years(part) > MOST_YEARS:
        return f"spans {_years(part):,} years; a model covers at most {MOST_YEARS}"
    if found := _UNPRINTABLE.search(part):
        return f"has the character {printable(found[0])} in its name, which cannot be shown; delete it"
    if isinstance(value, Mapping | list) and len(value) > MOST_IN_A_TABLE and part != "inputs":
        return f"has {len(value):,} entries; keep at most {MOST_IN_A_TABLE}"
    if isinstance(value, str):
        longest = LONGEST_TEXT_OF.get(part, LONGEST_TEXT)
        if len(value) > longest:
            return f"has {len(value):,} characters; shorten it to {longest:,}"
        if found := _UNPRINTABLE.search(value):
            return f"holds the character {printable(found[0])}, which no workbook can show; delete it"
    if isinstance(value, int) and abs(value) > LARGEST_WHOLE:
        return f"is a whole number beyond {LARGEST_WHOLE:,}; check the unit"
    return ""


def shortened(key: str) -> str:
    """A key or name as a message shows it."""
    return printable(key if len(key) <= LONGEST_KEY else f"{key[:LONGEST_KEY]}...")
