"""How what was entered wrongly is entered: the end of many a message."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from revshare.serial_dates import serial_of

YEARS = range(1901, 2201)
"""Years of a model."""

_DIGITS = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[.,' \u00a0\u202f][0-9]{1,3})+ ?%?")

_OF_A_LINE = (
    (re.compile("[\u201c-\u201f\u00ab\u00bb]"), 'quotes are straight: "..."'),
    (re.compile(r"=\s*\d{1,2}[./]\d{1,2}[./]\d{2,4}"), "a date is written 2026-04-01, without quotes"),
    (re.compile(r"=\s*[+-]?\d[\d.]*,\d"), "a number has a decimal point and nothing between thousands"),
    (re.compile(r"=\s*[+-]?[\d.]+\s*%"), "a percentage is a fraction: 20 % is 0.2"),
    (re.compile(r"=\s*(?:yes|no)\b", re.IGNORECASE), "yes and no are written true and false"),
    (re.compile(r"=\s*(?!true\b|false\b)[A-Za-z_]"), "text stands in quotes"),
    (re.compile(r"""^[^"'=]*[*?]"""), 'a name with * or ? stands in quotes: "revenue.annual.*" = ...'),
    (re.compile(r'^(?:[^"]*"[^"]*")*[^"]*"[^"]*$'), "a quote is not closed"),
    (re.compile(r"^\s*\[[^\]]*$"), "a bracket is not closed"),
)
"""Slips of the pen in a line of TOML, the surest first."""


def meant(name: object, known: Iterable[str], otherwise: str = "") -> str:
    """The nearest of the names that are known, as a question; else what to do without one."""
    near = get_close_matches(str(name), list(known), n=1)
    cure = f"did you mean {near[0]}?" if near else otherwise
    return f"; {cure}" if cure else ""


def number_cure(value: object) -> str:
    """How a number that was entered as text is entered; nothing for other text."""
    text = value.strip() if isinstance(value, str) else ""
    if _DIGITS.fullmatch(text):
        return f"; enter it as the number {float(text):.12g}, not as text"
    part = text.removesuffix("%").rstrip()
    if part != text and _DIGITS.fullmatch(part):
        return f"; for {text} enter {float(part) / 100:.12g}"
    return "; enter it with digits and a decimal point alone" if _GROUPED.fullmatch(text) else ""


def date_cure(value: object) -> str:
    """How a date that was entered as text is entered; nothing for other text."""
    try:
        return f"; enter it as the date {date.fromisoformat(str(value).strip())}, not as text"
    except ValueError:
        return ""


def year_slip(day: date) -> str:
    """What is wrong with a day whose number is a year: 2026, typed as a date, is a day of 1905. Empty if nothing."""
    serial = serial_of(day)
    if serial not in YEARS:
        return ""
    year = round(serial)
    return (
        f"is {day:%Y-%m-%d}, day number {year}; for the year {year} enter a day of it, such as {year}-01-01"
    )


def line_cure(line: str) -> str:
    """What a line that cannot be read as TOML gets wrong, where it is a common slip; else nothing."""
    bare = line.partition("#")[0]
    return next((cure for slip, cure in _OF_A_LINE if slip.search(bare)), "")
