"""Width of text in digits of the ordinary type: a little too wide rather than too narrow, in every program."""

from __future__ import annotations

import math

from revshare_workbooks.look import SIZE, Look

_NARROW, _OTHER, _WIDE, _CAPITAL, _BOLD = 0.56, 1.02, 1.5, 1.28, 1.08
"""Widths of slim letters and signs, of others, of broad ones, of capitals and of bold type, beside a digit's."""

_SLIM, _BROAD = frozenset(" ,.:;'()[]|!/ijlftrI-"), frozenset("mwMW%&")


def width_of(text: str, look: Look) -> float:
    """Digits of the ordinary type that a text is wide."""
    letters = sum(
        _NARROW if one in _SLIM else _WIDE if one in _BROAD else _CAPITAL if one.isupper() else _OTHER
        for one in text
    )
    return letters * (_BOLD if look.bold and not text.isnumeric() else 1.0) * look.size / SIZE + look.indent


def lines_of(text: str, look: Look, width: float) -> int:
    """Lines that a text takes in a column of so many digits; a word that is too long runs on in the next."""
    lines, line = 0, ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and width_of(longer, look) <= width:
            line = longer
        else:
            lines += max(1, math.ceil(width_of(word, look) / width))
            line = word
    return max(1, lines)
