"""Colours of a workbook's cells as a reader sees them, and how far two of them lie apart."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

from openpyxl.styles.colors import COLOR_INDEX

OFFICE = (
    *("FFFFFF", "000000", "E7E6E6", "44546A"),
    *("4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47", "0563C1", "954F72"),
)
"""Theme colours where the file has no theme, in the order in which cells count them."""

_SCHEME = re.compile(
    rb'<(?:\w+:)?(lt1|dk1|lt2|dk2|accent[1-6]|hlink|folHlink)>.*?(?:lastClr|srgbClr val)="([0-9A-Fa-f]{6})"',
    re.DOTALL,
)
_ALL_CONES = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
_WEAKNESSES = (
    ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
)
"""Linear colours as seen without red cones and without green ones (Machado, Oliveira, Fernandes 2009)."""
_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
_WHITE = (0.95047, 1.0, 1.08883)
_ORDER = (b"lt1", b"dk1", b"lt2", b"dk2", *(b"accent%d" % n for n in range(1, 7)), b"hlink", b"folHlink")


def palette(theme: bytes | None) -> tuple[str, ...]:
    """Theme colours of a workbook, in the order in which cells count them."""
    found = dict(_SCHEME.findall(theme or b""))
    return tuple(
        found[name].decode().upper() if name in found else office
        for name, office in zip(_ORDER, OFFICE, strict=True)
    )


def seen(colour: Any, theme: tuple[str, ...], otherwise: str) -> str:
    """Six hex digits of a colour; `otherwise` where the cell leaves it open."""
    if colour is None:
        return otherwise
    match colour.type:
        case "rgb" if isinstance(colour.rgb, str):
            return colour.rgb[-6:].upper()
        case "theme" if colour.theme < len(theme):
            return _tinted(theme[colour.theme], colour.tint or 0.0)
        case "indexed" if colour.indexed < 64:
            return str(COLOR_INDEX[colour.indexed])[-6:].upper()
    return otherwise


def _tinted(colour: str, tint: float) -> str:
    """Lighten towards white by a positive tint, darken towards black by a negative one."""
    parts = [part + (255 - part) * tint if tint > 0 else part * (1 + tint) for part in _parts(colour)]
    return "".join(f"{round(part):02X}" for part in parts)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def is_blue(colour: str) -> bool:
    """Whether a font colour is the blue of inputs."""
    red, green, blue = _parts(colour)
    return blue >= 0xB0 and red <= 0x40 and green <= 0x60


def difference_for_the_colour_blind(one: str, other: str) -> float:
    """Smallest distance (CIE 1976) of two colours among readers without red or green cones."""
    return min(
        math.dist(_lab(one, weakness), _lab(other, weakness)) for weakness in (*_WEAKNESSES, _ALL_CONES)
    )


def _lab(colour: str, weakness: tuple[tuple[float, float, float], ...]) -> tuple[float, float, float]:
    """Lightness and two colour axes of a colour as seen with a weakness."""
    seen_as = _times(weakness, _linear(colour))
    x, y, z = (part / white for part, white in zip(_times(_XYZ, seen_as), _WHITE, strict=True))
    a, b, c = (
        max(part, 0.0) ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z)
    )
    return 116 * b - 16, 500 * (a - b), 200 * (b - c)


def _times(matrix: tuple[tuple[float, float, float], ...], vector: Iterable[float]) -> list[float]:
    values = list(vector)
    return [sum(weight * value for weight, value in zip(row, values, strict=True)) for row in matrix]


def _linear(colour: str) -> list[float]:
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _fractions(colour)]


def _luminance(colour: str) -> float:
    linear = _linear(colour)
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _fractions(colour: str) -> list[float]:
    return [part / 255 for part in _parts(colour)]


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:6], 16)
