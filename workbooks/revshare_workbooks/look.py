"""How every kind of cell looks: the only file that knows fonts, fills and number formats."""

from __future__ import annotations

from dataclasses import dataclass, replace

from revshare_workbooks.grid import Role, Style

FONT, SIZE = "Arial", 10.0
ROW = 12.75
"""Points of a row of ordinary type."""

BLACK = "000000"
NAVY = "1F3864"
GREY = "595959"
INPUT_BLUE = "0000FF"
LINK_GREEN = "00563F"
BAND = "DCE6F1"
INPUT_FILL = "FFF8DC"
STORED_FILL = "F2F2F2"
CHECK_FILL = "EAF4EA"

# Okabe and Ito's colours, told apart by readers of every colour vision; one colour per party and measure.
LAB = "0072B2"
PARTNER = "E69F00"
COST = "C8C8C8"
RIVAL = "CC79A7"
CASH = "009E73"
LOSS = "D55E00"
SECOND = "56B4E9"
THIRD = "F0E442"
FOURTH = "5E3C99"
WORSE = "F5CBA7"

TAB = {Role.OUTPUT: NAVY, Role.INPUT: "E6B800", Role.CALCULATION: "7F7F7F", Role.CHECK: "009E73"}

MONEY = '#,##0.0_);(#,##0.0);"-"_);@_)'
MONEY_WHOLE = '#,##0_);(#,##0);"-"_);@_)'
PERCENT = '0.0%_);(0.0%);"-"_);@_)'
PERCENT_ZERO = "0.0%_);(0.0%);0.0%_);@_)"
FACTOR = "0.0000_);(0.0000);0.0000_);@_)"
TIMES = '#,##0.0"x"_);(#,##0.0"x");"-"_);@_)'
DECIMAL = '#,##0.00_);(#,##0.00);"-"_);@_)'
COUNT = '#,##0_);(#,##0);"-"_);@_)'
CHECK_NUMBER = '0.0E+00_);(0.0E+00);"0"_)'
DAY = "d mmm yyyy"
SHORT_DAY = "d mmm yy"
MONTH = "mmm-yy"
YEAR = "0_);;0_);@_)"
TEXT = "@"
GENERAL = "General"


@dataclass(frozen=True)
class Look:
    """Appearance of one style."""

    number: str = GENERAL
    bold: bool = False
    italic: bool = False
    underline: bool = False
    size: float = SIZE
    colour: str = BLACK
    fill: str | None = None
    top: str | None = None
    bottom: str | None = None
    box: str | None = None
    align: str | None = None
    wrap: bool = False
    indent: int = 0
    unlocked: bool = False

    @property
    def is_plain(self) -> bool:
        """A figure or word in black on white, which may be a link."""
        return self.colour == BLACK and not (self.fill or self.box)


def _entry(number: str, align: str | None = None, *, wrap: bool = False) -> Look:
    """An input: blue on cream in a thin box, open for typing."""
    return Look(number, colour=INPUT_BLUE, fill=INPUT_FILL, box="thin", align=align, wrap=wrap, unlocked=True)


def _stored(number: str, align: str = "right") -> Look:
    """A value the engine wrote: grey and slanted, so that nobody takes it for a live formula."""
    return Look(number, italic=True, colour="404040", fill=STORED_FILL, align=align)


def linked(look: Look) -> Look:
    """A calculation that only fetches a cell of another sheet: green, on a dotted line for whoever sees no colour."""
    return replace(look, colour=LINK_GREEN, bottom="dotted")


LOOKS: dict[Style, Look] = {
    Style.TITLE: Look(bold=True, size=16, colour=NAVY),
    Style.SUBTITLE: Look(colour=GREY),
    Style.HEADLINE: Look(size=12, colour=NAVY),
    Style.HEADING: Look(bold=True, size=11, colour=NAVY, bottom="medium"),
    Style.HEADER: Look(bold=True, fill=BAND, bottom="thin", align="center", wrap=True),
    Style.HEADER_TEXT: Look(bold=True, fill=BAND, bottom="thin", wrap=True),
    Style.HEADER_YEAR: Look(YEAR, bold=True, fill=BAND, bottom="thin", align="right"),
    Style.HEADER_MONTH: Look(MONTH, bold=True, fill=BAND, bottom="thin", align="right"),
    Style.HEADER_DAY: Look(SHORT_DAY, bold=True, fill=BAND, bottom="thin", align="right"),
    Style.LABEL: Look(),
    Style.LONG_LABEL: Look(wrap=True),
    Style.TOTAL_LABEL: Look(bold=True, top="thin"),
    Style.NAME: Look(bold=True),
    Style.UNIT: Look(size=9, colour=GREY),
    Style.NOTE: Look(size=9, italic=True, colour=GREY),
    Style.BESIDE: Look(size=9, italic=True, colour=GREY, align="left", indent=1),
    Style.RESULT: Look(align="left", indent=1),
    Style.WRAPPED: Look(size=9, wrap=True, align="left"),
    Style.LINK: Look(colour=LINK_GREEN, underline=True),
    Style.KEY_LINK: linked(Look(MONEY, align="right")),
    Style.MONEY: Look(MONEY, align="right"),
    Style.MONEY_TOTAL: Look(MONEY, bold=True, top="thin"),
    Style.MONEY_WHOLE: Look(MONEY_WHOLE, align="right"),
    Style.MONEY_WHOLE_TOTAL: Look(MONEY_WHOLE, bold=True, top="thin"),
    Style.PERCENT: Look(PERCENT, align="right"),
    Style.NUMBER: Look(align="right"),
    Style.FACTOR: Look(FACTOR, align="right"),
    Style.TIMES: Look(TIMES, align="right"),
    Style.DECIMAL: Look(DECIMAL, align="right"),
    Style.COUNT: Look(COUNT, align="right"),
    Style.YEAR: Look(YEAR, align="right"),
    Style.MONTH: Look(MONTH, align="right"),
    Style.DAY: Look(DAY, align="right"),
    Style.TEXT: Look(),
    Style.TEXT_RIGHT: Look(align="right"),
    Style.CHECK: Look(CHECK_NUMBER, fill=CHECK_FILL),
    Style.VERDICT: Look(bold=True, fill=CHECK_FILL, box="thin", align="center"),
    Style.FIGURE: Look(MONEY_WHOLE, bold=True, size=12, colour=NAVY, align="right"),
    Style.FIGURE_PERCENT: Look(PERCENT, bold=True, size=12, colour=NAVY, align="right"),
    Style.FIGURE_TEXT: Look(YEAR, bold=True, size=12, colour=NAVY, align="right"),
    Style.INPUT_MONEY: _entry(MONEY, "right"),
    Style.INPUT_PERCENT: _entry(PERCENT_ZERO, "right"),
    Style.INPUT_NUMBER: _entry("General", "right"),
    Style.INPUT_TEXT: _entry(TEXT, "right"),
    Style.INPUT_DAY: _entry(DAY, "right"),
    Style.STORED_MONEY: _stored(MONEY),
    Style.STORED_BASE: replace(_stored(MONEY), bold=True, fill=BAND, box="medium"),
    Style.STORED_PERCENT: _stored(PERCENT_ZERO),
    Style.STORED_FACTOR: _stored("0.000000"),
    Style.STORED_NUMBER: _stored(GENERAL),
    Style.STORED_TEXT: _stored(TEXT),
    Style.STORED_WORDS: _stored(TEXT, "left"),
    Style.STORED_DAY: _stored(DAY),
}
