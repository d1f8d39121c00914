"""Functions by name."""

from __future__ import annotations

from revshare_workbooks.rules import functions


def test_functions_newer_than_excel_2007_are_told() -> None:
    assert functions.is_later("XLOOKUP")
    assert functions.is_later("NORM.DIST")
    assert not functions.is_later("NETWORKDAYS.INTL")
    assert not functions.is_later("SUMIFS")
    assert not functions.is_later("RS.GROW")


def test_known_functions_are_excels_and_ours() -> None:
    assert all(map(functions.is_known, ("SUM", "IFERROR", "XLOOKUP", "RS_GROW", "RS.GROW", "ERROR.TYPE")))
    assert not functions.is_known("GROWTHRATE")
    assert functions.spills("FILTER")
    assert not functions.spills("SUM")


def test_no_function_takes_one_value_and_whole_ranges() -> None:
    assert not functions.SCALAR & functions.AGGREGATES
