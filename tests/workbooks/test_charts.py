"""Native charts that say what they show: read from the drawing parts of the file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import pytest
from tests.workbooks.page_books import new_page

from revshare_workbooks.grid import Block, Chart, Series, Sheet
from revshare_workbooks.look import LAB, ROW
from revshare_workbooks.page_breaks import CENTIMETRE, CHARACTER
from revshare_workbooks.rules.audited import Audited
from revshare_workbooks.rules.charts import chart_place
from revshare_workbooks.xlsx import workbook

CASES = ["anthropic-amazon", "openai-microsoft"]
MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


def parts(content: bytes, pattern: str) -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {
            name: ElementTree.fromstring(package.read(name))  # noqa: S314 - our own file
            for name in package.namelist()
            if re.fullmatch(pattern, name)
        }


def words(element: ElementTree.Element | None) -> str:
    return "" if element is None else "".join(text.text or "" for text in element.iter(f"{MAIN}t"))


def charts(content: bytes) -> list[ElementTree.Element]:
    return list(parts(content, r"xl/charts/chart\d+\.xml").values())


@pytest.mark.parametrize("case", CASES)
def test_one_sheet_has_at_least_four_native_charts(reports: Callable[..., Any], case: str) -> None:
    content = reports(case).content
    drawings = list(parts(content, r"xl/drawings/drawing\d+\.xml").values())
    assert max(map(len, drawings)) >= 4
    assert sum(map(len, drawings)) == len(charts(content))


@pytest.mark.parametrize("case", CASES)
def test_every_chart_has_a_title_and_both_axes_have_theirs(reports: Callable[..., Any], case: str) -> None:
    titles = set()
    for chart in charts(reports(case).content):
        title = words(chart.find(f"{CHART}chart/{CHART}title"))
        assert title
        titles.add(title)
        kinds = {f"{CHART}catAx", f"{CHART}valAx", f"{CHART}dateAx"}
        drawn = [
            axis
            for axis in chart.iter()
            if axis.tag in kinds and [gone.get("val") for gone in axis.findall(f"{CHART}delete")] == ["0"]
        ]
        named = [words(axis.find(f"{CHART}title")) for axis in drawn]
        assert len(named) == 2
        assert all(named), title
        assert re.search(r"USD million|dollar|revenue|[Ff]raction", " ".join(named)), f"{title} names no unit"
    assert len(titles) == len(charts(reports(case).content))


@pytest.mark.parametrize("case", CASES)
def test_every_chart_has_alt_text_that_says_what_is_seen(reports: Callable[..., Any], case: str) -> None:
    drawings = list(parts(reports(case).content, r"xl/drawings/drawing\d+\.xml").values())
    alts = [frame.get("descr") for drawing in drawings for frame in drawing.iter(f"{DRAWING}cNvPr")]
    assert len(alts) == sum(map(len, drawings))
    assert all(alt and len(alt) > 40 and alt.endswith(".") for alt in alts)
    assert len(set(alts)) == len(alts)


@pytest.mark.parametrize("case", CASES)
def test_every_series_is_named_and_reads_cells_of_the_book(reports: Callable[..., Any], case: str) -> None:
    report = reports(case)
    filled = {(sheet.name, place) for sheet in report.book.sheets for place in sheet.cells}
    for chart in charts(report.content):
        for series in chart.iter(f"{CHART}ser"):
            name = series.find(f"{CHART}tx")
            assert name is not None
            assert "".join(name.itertext()).strip()
            for reference in series.iter(f"{CHART}f"):
                sheet, first = re.fullmatch(r"'?([^'!]+)'?!\$(\w+\$\d+):.*", reference.text or "").groups()  # type: ignore[union-attr]
                letters, row = first.split("$")
                column = sum((ord(one) - 64) * 26**place for place, one in enumerate(reversed(letters)))
                assert (sheet, (int(row), column)) in filled


def corner(sheet: Sheet, row: int, column: int) -> tuple[float, float]:
    """Points left of and above a cell."""
    left = CHARACTER * sum(sheet.widths.get(one, 9.0) for one in range(1, column))
    return left, sum(sheet.heights.get(one, ROW) for one in range(1, row))


def box(sheet: Sheet, chart: Chart) -> tuple[float, float, float, float]:
    """Left, top, width and height of a chart, in points."""
    left, top = corner(sheet, *chart.anchor)
    width, height = (CENTIMETRE * one for one in chart.size)
    return left + CENTIMETRE * chart.shift, top, width, height


def overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )


@pytest.mark.parametrize("case", CASES)
def test_charts_do_not_lie_over_each_other_or_over_figures(reports: Callable[..., Any], case: str) -> None:
    report = reports(case)
    for sheet in report.book.sheets:
        boxes = [box(sheet, chart) for chart in sheet.charts]
        for one, other in combinations(boxes, 2):
            assert not overlap(one, other), sheet.name
        for (row, column), cell in sheet.cells.items():
            spot = corner(sheet, row, column)
            assert cell.content is None or not any(overlap((*spot, 1.0, 1.0), one) for one in boxes), (
                f"{sheet.name}: {cell.content}"
            )


def test_labels_of_axes_stay_below_negative_columns(reports: Callable[..., Any]) -> None:
    for chart in charts(reports("openai-microsoft").content):
        for axis in chart.iter(f"{CHART}catAx"):
            assert axis.find(f"{CHART}tickLblPos").get("val") == "low"  # type: ignore[union-attr]


def _drawn(kind: str, *names: str, line: str = "") -> Any:
    sheet = new_page().sheet
    block = Block(sheet, (4, 4), (4, 5))
    series, lines = ([Series(name, block, LAB) for name in some] for some in (names, [line] if line else []))
    sheet.charts.append(Chart(kind, "Title", "Year", "USD", series, block, (6, 1), "", line_series=lines))
    (chart,) = workbook(sheet.book)[sheet.name]._charts
    return chart.layout.manualLayout


def test_a_legend_takes_no_more_room_than_its_names_need() -> None:
    short, long = ("Share", "Margin", "Cost"), ("Share that is paid back in the same year",) * 3
    assert _drawn("column", *short).h > _drawn("column", *long).h
    assert _drawn("column", *short).h == _drawn("column", *short[:2], line="Cost").h
    assert _drawn("column", *long[:2], line="Cost").h < _drawn("column", *short, line="Cost").h
    assert _drawn("line", *long).h == _drawn("curve", *long).h < _drawn("column", *long[:2]).h


def test_amounts_below_a_histogram_are_set_smaller_than_years_would_be() -> None:
    def size(kind: str) -> int:
        sheet = new_page().sheet
        down = Block(sheet, (4, 1), (23, 1))
        bars = [Series("Paths", down, LAB)]
        sheet.charts.append(Chart(kind, "", "", "", bars, down, (30, 1), "", size=(30.0, 9.0)))
        (chart,) = workbook(sheet.book)[sheet.name]._charts
        return int(chart.x_axis.txPr.p[0].pPr.defRPr.sz)

    assert (size("column"), size("histogram")) == (900, 800)


@pytest.mark.parametrize("case", CASES)
def test_no_chart_begins_past_the_end_of_its_column(reports: Callable[..., Any], case: str) -> None:
    book = Audited(reports(case).content)
    assert len(book.charts) == sum(len(sheet.charts) for sheet in reports(case).book.sheets)
    assert not list(chart_place.find(book)), "Excel draws a chart no further right than the cell it hangs on"
