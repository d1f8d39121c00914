"""How figures and texts look: number formats, widths, contrast, merged cells, fonts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from revshare_workbooks.rules.audited import Audited, AuditedSheet
from revshare_workbooks.rules.colours import contrast
from revshare_workbooks.rules.forms import Place
from revshare_workbooks.rules.formula_rows import LEAST
from revshare_workbooks.rules.rule import Finding, must, should

LEAST_CONTRAST = 4.5
"""WCAG 2, level AA."""
SMALLEST = 1e-6
"""What lies nearer to a whole number is rounding, or a bound that General shows in powers of ten."""
MOST_DIGITS = 8
"""Characters of a number that General shows as it was typed."""
MOST_RULES, MOST_FONTS = 5, 2
PLAIN_WIDTH = 8.43
"""Characters that fit into a column whose width nobody set."""
FONTS = {
    *("Arial", "Calibri", "Cambria", "Helvetica", "Liberation Sans", "Times New Roman", "Verdana", "Tahoma"),
    *("Aptos", "Aptos Narrow", "Segoe UI", "Georgia", "Courier New", "Consolas", "Carlito", "DejaVu Sans"),
}
_ROOM = re.compile(r"\[[^\]]*\]|_.")
_PART = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.|_.')


@must(
    "number-format",
    "No fraction is shown in the format General",
    why="General shows as many digits as fit, so that neighbours do not line up and 0.1 + 0.2 shows its last digit.",
    cure="Give the cell the number format of its unit.",
)
def number_format(book: Audited) -> Iterator[Finding]:
    """Find fractions without a format of their own."""
    for sheet in book.visible:
        places = [
            place
            for place, value in sheet.shown.items()
            if isinstance(value, float)
            and abs(value - round(value)) > SMALLEST
            and place in sheet.looks
            and sheet.looks[place].number == "General"
            and len(f"{value:.15g}") > MOST_DIGITS
        ]
        if places:
            first = min(places)
            yield Finding(sheet.at(*places), f"shows {sheet.shown[first]!r} in General")


@must(
    "row-format",
    "Cells of one formula have one number format",
    why="A month shown in percent between months shown in money is misread, or is the wrong formula.",
    cure="Copy the format along the row.",
)
def row_format(book: Audited) -> Iterator[Finding]:
    """Find cells of a row of formulas alike whose format differs."""
    for sheet in book.visible:
        by_row: dict[tuple[int, str, int], list[Place]] = defaultdict(list)
        for place, form in sheet.forms.items():
            zone = next((at for at, one in enumerate(sheet.zones) if place[1] in one.periods), -1)
            by_row[place[0], form.text, zone].append(place)
        for places in by_row.values():
            if len(places) <= LEAST:
                continue
            formats = Counter(sheet.looks[place].number for place in places)
            usual, times = formats.most_common(1)[0]
            odd = [place for place in places if sheet.looks[place].number != usual]
            if odd and 2 * len(odd) < times:
                here = sheet.looks[odd[0]].number
                yield Finding(sheet.at(*odd), f"is shown as {here}; its row as {usual}")


@must(
    "negative-format",
    "Negative numbers are told by a sign or brackets, not by colour alone",
    why="Printed in grey, or seen by a reader who does not tell red from black, a loss looks like a profit.",
    cure="Use a format such as #,##0_);(#,##0).",
)
def negative_format(book: Audited) -> Iterator[Finding]:
    """Find number formats whose negative part shows neither sign nor brackets."""
    for sheet in book.visible:
        wrong: dict[str, list[Place]] = defaultdict(list)
        for place, look in sheet.looks.items():
            if ";" in look.number and _hides_sign(look.number) and sheet.number(place) is not None:
                wrong[look.number].append(place)
        yield from (Finding(sheet.at(*places), f"has the format {one}") for one, places in wrong.items())


def _hides_sign(number: str) -> bool:
    part = _ROOM.sub("", number.split(";")[1])
    shows = any(sign in part for sign in ("-", "(", "\N{MINUS SIGN}"))
    return bool(re.search(r"[0#?]", _PART.sub("", part))) and not shows


@must(
    "number-fits",
    "Every number fits into its column",
    why="A number that does not fit shows as ####, on screen and in print.",
    cure="Widen the column, or show the figure in a larger unit.",
)
def number_fits(book: Audited) -> Iterator[Finding]:
    """Find numbers that are longer than their column is wide, by a cautious count of characters."""
    for sheet in book.visible:
        widths = _widths(sheet)
        wrong: dict[int, list[Place]] = defaultdict(list)
        for place, value in sheet.shown.items():
            look = sheet.looks.get(place)
            if look is None or look.number == "General" or isinstance(value, (str, bool)):
                continue
            needed = _length(value, look.number) * look.size / 11
            if needed > widths.get(place[1], PLAIN_WIDTH) + 1 and not _is_merged(sheet, place):
                wrong[place[1]].append(place)
        for column, places in wrong.items():
            first = min(places)
            width = widths.get(column, PLAIN_WIDTH)
            found = (
                f"{sheet.shown[first]!r} as {sheet.looks[first].number} is wider than its column ({width:g})"
            )
            yield Finding(sheet.at(*places), found)


def _length(value: object, number: str) -> int:
    """Characters that a number takes in its format; 0 where that is not known."""
    parts = number.split(";")
    if isinstance(value, date):
        letters = re.sub(r'"[^"]*"|\\|\[[^\]]*\]', "", parts[0])
        return len(letters)
    if not isinstance(value, (int, float)) or not re.search(r"[0#]", number) or "E" in number:
        return 0
    part = parts[1] if value < 0 and len(parts) > 1 else parts[0]
    if value == 0 and len(parts) > 2:
        return 1
    bare = _PART.sub("", part)
    decimals = len(bare.partition(".")[2].rstrip("%),;- ")) if "." in bare else 0
    scaled = abs(value) * (100 if "%" in bare else 1) / 1000 ** len(re.findall(r",(?=[^#0]|$)", bare))
    digits = f"{scaled:,.{decimals}f}" if "," in bare else f"{scaled:.{decimals}f}"
    return len(digits) + bare.count("%") + bare.count("(") + bare.count(")") + ("-" in part)


def _widths(sheet: AuditedSheet) -> dict[int, float]:
    found: dict[int, float] = {}
    for column in sheet.worksheet.column_dimensions.values():
        if column.width and column.min:
            found |= dict.fromkeys(
                range(column.min, min(column.max, column.min + 500) + 1), float(column.width)
            )
    plain = sheet.worksheet.sheet_format.defaultColWidth
    return found if plain is None else {**dict.fromkeys(range(1, 500), float(plain)), **found}


def _is_merged(sheet: AuditedSheet, place: Place) -> bool:
    return any(
        area.min_row <= place[0] <= area.max_row and area.min_col <= place[1] <= area.max_col
        for area in sheet.worksheet.merged_cells.ranges
    )


@should(
    "text-clipped",
    "No text is cut off by the cell beside it",
    why="Half a label says something else, or nothing.",
    cure="Widen the column, wrap the text, or shorten it.",
)
def text_clipped(book: Audited) -> Iterator[Finding]:
    """Find texts much longer than their column with something to their right."""
    for sheet in book.visible:
        widths = _widths(sheet)
        for place, cell in sheet.cells.items():
            text, look = sheet.text(place), sheet.looks[place]
            if len(text) < 10 or look.wrapped or (place[0], place[1] + 1) not in sheet.shown:
                continue
            if cell.alignment.horizontal in {"right", "center"} or "\n" in text or _is_merged(sheet, place):
                continue
            # Letters of proportional fonts take nine tenths of a figure's width on average.
            needed = 0.9 * len(text) * look.size / 11
            if needed > 1.15 * widths.get(place[1], PLAIN_WIDTH):
                width = widths.get(place[1], PLAIN_WIDTH)
                yield Finding(
                    sheet.at(place), f"{len(text)} characters in a column of {width:g}: {text[:40]}..."
                )


@must(
    "contrast",
    f"Text stands out from its fill by {LEAST_CONTRAST} to 1",
    why="Pale grey on white is not read, on a projector not even seen.",
    cure="Darken the font or lighten the fill.",
)
def contrast_of_text(book: Audited) -> Iterator[Finding]:
    """Find text whose colour is too near to its fill's."""
    for sheet in book.visible:
        wrong: dict[tuple[str, str], list[Place]] = defaultdict(list)
        for place in sheet.shown:
            look = sheet.looks.get(place)
            if look and contrast(look.colour, look.fill or "FFFFFF") < LEAST_CONTRAST:
                wrong[look.colour, look.fill or "FFFFFF"].append(place)
        for (colour, fill), places in wrong.items():
            ratio = contrast(colour, fill)
            yield Finding(sheet.at(*places), f"is {colour} on {fill}: {ratio:.1f} to 1")


@should(
    "merged-cells",
    "No merged cells among figures",
    why="Merged cells break sorting, filling and every reader that goes cell by cell.",
    cure="Unmerge; centre across the selection instead (Format Cells > Alignment).",
)
def merged_cells(book: Audited) -> Iterator[Finding]:
    """Find merged cells on sheets with formulas."""
    for sheet in book.sheets:
        areas = [str(area) for area in sheet.worksheet.merged_cells.ranges]
        if areas and sheet.formulas:
            yield Finding(f"{sheet.name}!{areas[0]}", f"{len(areas)} merged area(s) on a sheet with formulas")


@should(
    "conditional-formats",
    f"At most {MOST_RULES} conditional formats on a sheet",
    why="Rules pile up by copying; nobody knows any more why a cell is red.",
    cure="Home > Conditional Formatting > Manage Rules: keep those with a meaning that the sheet states.",
)
def conditional_formats(book: Audited) -> Iterator[Finding]:
    """Find sheets with more different conditional formats than a reader can tell apart."""
    for sheet in book.visible:
        formats = {
            (rule.type, str(rule.dxf.fill.bgColor.value) if rule.dxf and rule.dxf.fill else "")
            for area in sheet.worksheet.conditional_formatting
            for rule in area.rules
        }
        if len(formats) > MOST_RULES:
            yield Finding(sheet.name, f"has {len(formats)} different conditional formats")


@should(
    "fonts",
    f"At most {MOST_FONTS} fonts, and those that other machines have",
    why="A font that is missing is replaced by a wider one, and figures no longer fit.",
    cure="Use Arial or Calibri throughout.",
)
def fonts(book: Audited) -> Iterator[Finding]:
    """Find fonts that other machines may lack, and too many of them."""
    used: dict[str, tuple[AuditedSheet, Place]] = {}
    for sheet in book.visible:
        for place in sheet.shown:
            if place in sheet.looks:
                used.setdefault(sheet.looks[place].font, (sheet, place))
    for name, (sheet, place) in used.items():
        if name not in FONTS:
            yield Finding(sheet.at(place), f"uses the font {name or 'without a name'}")
    if len(used) > MOST_FONTS:
        yield Finding("the file", f"uses {len(used)} fonts: {', '.join(sorted(used))}")
