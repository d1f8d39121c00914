"""Where the columns of an inputs table are written, and under which headers."""

from __future__ import annotations

from revshare.inputs_columns import HEADERS, PARTS, Columns


def test_columns_stand_in_the_order_of_their_headers() -> None:
    columns = Columns(3)
    assert (columns.label, columns.unit, columns.live, columns.base) == (1, 2, 3, 4)
    assert (columns.own, columns.low, columns.note, columns.name) == (7, 8, 13, 14)
    assert (columns.changed, columns.built) == (15, 16)
    assert list(HEADERS)[-1] == "name"


def test_every_part_has_a_header() -> None:
    assert set(PARTS) < set(HEADERS)
