"""Charts of one size fill a frame."""

from __future__ import annotations

import pytest
from tests.workbooks.page_books import new_page

from revshare_workbooks.look import ROW
from revshare_workbooks.page_breaks import CENTIMETRE
from revshare_workbooks.report.chart_frame import Frame


def test_charts_stand_side_by_side_and_then_below() -> None:
    sheet = new_page().sheet
    frame = Frame(sheet, (10, 1), 300.0, 20 * ROW, shift=30.0)
    places = [frame.place(number, columns=3, rows=2) for number in range(4)]
    assert [place["anchor"] for place in places] == [(10, 1), (10, 1), (10, 1), (20, 1)]
    assert [place["shift"] * CENTIMETRE for place in places] == pytest.approx([30.0, 130.0, 230.0, 30.0])
    assert all(place["size"][0] * CENTIMETRE < 100.0 for place in places)
    assert all(place["size"][1] * CENTIMETRE < 10 * ROW for place in places)
