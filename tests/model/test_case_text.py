"""The text of a case file: what is let through, what is refused, and where it is said to stand."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revshare import case_text
from revshare.case_file import case_from, shipped_cases
from revshare.case_text import printable, read_text, refuse_unfit, tables_of
from revshare.errors import InputError


def refused(tables: dict[str, Any]) -> str:
    with pytest.raises(InputError) as caught:
        refuse_unfit(tables, lambda key: f"deal.toml: {key}")
    return str(caught.value)


def test_a_mark_of_windows_before_the_text_is_no_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "deal.toml").write_bytes(b"\xef\xbb\xbfa = 1\r\n")
    assert tables_of(read_text(tmp_path / "deal.toml"), "deal.toml") == {"a": 1}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "deal.toml")
    with pytest.raises(InputError, match=r"deal.toml is a device or pipe; give a case file"):
        read_text(tmp_path / "deal.toml")


def test_a_file_that_is_too_large_is_read_no_further_than_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deal.toml").write_bytes(b"a = 1")
    monkeypatch.setattr(case_text, "MOST_BYTES", 5)
    assert read_text(tmp_path / "deal.toml") == "a = 1"
    monkeypatch.setattr(case_text, "MOST_BYTES", 4)
    with pytest.raises(InputError, match="has more than 0 MB and is not read"):
        read_text(tmp_path / "deal.toml")


@pytest.mark.parametrize(
    "text", ["a.b." * 9 + "c = 1", "# one. two. three. four. five.", 'a = "x. y. z. u. v. w."']
)
def test_dots_of_prose_and_of_a_long_key_are_none_of_an_endless_one(text: str) -> None:
    tables_of(text, "deal.toml")


@pytest.mark.parametrize("key", ["a." * 30 + "a", '"a" . ' * 30 + "a", "x = {" + "'a'." * 30 + "a"])
def test_a_key_of_dozens_of_parts_is_refused_before_it_is_read(key: str) -> None:
    with pytest.raises(InputError, match=r"deal.toml is no case: its tables are nested without end"):
        tables_of(f"{key} = 1", "deal.toml")


@pytest.mark.parametrize(
    ("tables", "line"),
    [
        ({"a": {"b": "x\x07"}}, r"a.b holds the character \x07, which no workbook can show; delete it"),
        (
            {"a": [{"b": "x\ufffe"}]},
            r"a.1.b holds the character \ufffe, which no workbook can show; delete it",
        ),
        ({"a": {"b": "x\u009b"}}, r"a.b holds the character \x9b, which no workbook can show; delete it"),
        (
            {"a": {"b\x1b": 1}},
            r"a.b\x1b has the character \x1b in its name, which cannot be shown; delete it",
        ),
        ({"a": {"note": "x" * 8_001}}, "a.note has 8,001 characters; shorten it to 8,000"),
        ({"a": {"label": "x" * 81}}, "a.label has 81 characters; shorten it to 80"),
        ({"a": {"b": 10**15 + 1}}, "a.b is a whole number beyond 1,000,000,000,000,000; check the unit"),
        ({"a": {"b": -(10**5000)}}, "a.b is a whole number beyond 1,000,000,000,000,000; check the unit"),
        ({"a": {"1950-2010": 1}}, "a.1950-2010 spans 61 years; a model covers at most 60"),
        ({"a": {str(at): at for at in range(301)}}, "a has 301 entries; keep at most 300"),
        ({str(at): at for at in range(301)}, "the whole has 301 tables; keep at most 300"),
    ],
)
def test_what_no_workbook_can_hold_is_named_with_its_place_and_cure(
    tables: dict[str, Any], line: str
) -> None:
    assert refused(tables) == f"deal.toml: {line}"


@pytest.mark.parametrize(
    "tables",
    [
        {"a": {"note": "two\nlines\tand é 中 😀 ＝ \u202e"}},
        {"a": {"b": 10**15, "1950-2009": 1.5}},
        {"scenarios": {"low": {"inputs": {str(at): 1 for at in range(5_000)}}}},
    ],
)
def test_what_a_workbook_can_hold_passes(tables: dict[str, Any]) -> None:
    refuse_unfit(tables, str)


def test_each_year_of_a_span_counts_wherever_the_spans_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = {"a": {"2001-2010": {"2001-2010": 1}}}  # 1 + 10 + 100
    monkeypatch.setattr(case_text, "MOST_ENTRIES", 111)
    refuse_unfit(tables, str)
    monkeypatch.setattr(case_text, "MOST_ENTRIES", 110)
    assert "is one of more than 110 entries" in refused(tables)


@pytest.mark.parametrize("depth", [100, 100_000])
def test_depth_ends_in_one_line_whoever_made_the_tables(depth: int) -> None:
    tables: dict[str, Any] = {}
    for _ in range(depth):
        tables = {"a": tables}
    assert "lies too deep" in refused(tables)
    with pytest.raises(InputError, match="lies too deep"):
        case_from(tables, str)


@pytest.mark.parametrize("name", shipped_cases())
def test_shipped_cases_lie_far_within_the_bounds(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("MOST_BYTES", "MOST_ENTRIES"):
        monkeypatch.setattr(case_text, limit, getattr(case_text, limit) // 5)
    text = (Path(case_text.__file__).parent / "cases" / f"{name}.toml").read_text(encoding="utf-8")
    tables = tables_of(text, name)
    refuse_unfit(tables, str)
    assert tables["name"] == name


@given(st.text())
def test_what_is_printed_steers_no_terminal_and_stays_one_line_but_for_its_breaks(text: str) -> None:
    shown = printable(text)
    assert all(character in "\n\t" or ord(character) >= 0x20 for character in shown)
    assert not any(0x7F <= ord(character) <= 0x9F for character in shown)
    assert len(shown.splitlines()) <= text.count("\n") + 1
    shown.encode()
