"""A finished report: proved by every engine, and the same bytes on any day."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from openpyxl import load_workbook

from revshare.case_file import read_case, shipped_cases
from revshare.errors import ModelError
from revshare_workbooks.proof import Finished, prove
from revshare_workbooks.reading import Values, values_of_bytes
from revshare_workbooks.report import write
from revshare_workbooks.report.build import build_report
from revshare_workbooks.report.write import report_of

LEADING = "anthropic-amazon"
ALL = [
    pytest.param(
        case,
        scenario,
        marks=() if scenario == "base" or case == LEADING else pytest.mark.heavy,
        id=f"{case} {scenario}",
    )
    for case in shipped_cases()
    for scenario in read_case(case).scenario_names
]
"""Every shipped case in its base, the leading one in every scenario; the other scenarios are run as heavy."""


@pytest.mark.parametrize(("case", "scenario"), ALL)
def test_formualizer_agrees_with_the_engine_on_every_cell(
    reports: Callable[..., Finished], case: str, scenario: str
) -> None:
    report = reports(case, scenario)
    assert report.proof.mismatches == []
    formulas = sum(
        cell.data_type == "f"
        for sheet in load_workbook(io.BytesIO(report.content)).worksheets
        for row in sheet.iter_rows()
        for cell in row
    )
    assert report.proof.cells == formulas > 10_000


@pytest.fixture(scope="module")
def opinions(
    request: pytest.FixtureRequest,
    reports: Callable[..., Finished],
    recalculate: Callable[[Mapping[str, bytes]], dict[str, Values]],
) -> dict[str, Values]:
    """The reports that this run asks for, recalculated by LibreOffice."""
    calls = [item.callspec.params for item in request.session.items if hasattr(item, "callspec")]
    asked = {(call["case"], call["scenario"]) for call in calls if {"case", "scenario"} <= call.keys()}
    books = {f"{case} {scenario}": reports(case, scenario).content for case, scenario in sorted(asked)}
    halves = [dict(list(books.items())[start::2]) for start in (0, 1)]
    with ThreadPoolExecutor(2) as pool:
        return {name: values for half in pool.map(recalculate, halves) for name, values in half.items()}


@pytest.mark.libreoffice
@pytest.mark.parametrize(("case", "scenario"), ALL)
def test_libreoffice_agrees_with_the_engine_on_every_cell(
    reports: Callable[..., Finished], opinions: dict[str, Values], case: str, scenario: str
) -> None:
    proof = prove(reports(case, scenario).book, opinions[f"{case} {scenario}"])
    assert proof.mismatches == []
    assert proof.cells > 10_000


@pytest.mark.libreoffice
@pytest.mark.parametrize(("case", "scenario"), ALL)
def test_both_spreadsheets_agree_with_each_other_where_the_engine_has_no_word(
    reports: Callable[..., Finished], opinions: dict[str, Values], case: str, scenario: str
) -> None:
    """Also the cells that no engine figure stands behind, such as tolerances."""
    stored = values_of_bytes(reports(case, scenario).content)
    computed = opinions[f"{case} {scenario}"]
    for sheet, cells in stored.items():
        # LibreOffice takes a difference of a few last digits for none.
        rounding = 1e-9 + 1e-15 * max(
            (abs(value) for value in cells.values() if isinstance(value, float)), default=0
        )
        for address, value in cells.items():
            if isinstance(value, (int, float)):
                found = computed[sheet][address]
                assert found == pytest.approx(value, rel=1e-9, abs=rounding), f"{sheet}!{address}"


def test_a_book_that_differs_from_the_engine_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def spoiled(*given: object, **more: object) -> object:
        book = build_report(*given, **more)  # type: ignore[arg-type]
        place = next(place for place, value in book.expected.items() if isinstance(value, float) and value)
        book.expected[place] *= 1.0 + 1e-6  # type: ignore[operator]
        return book

    monkeypatch.setattr(write, "build_report", spoiled)
    with pytest.raises(ModelError, match=r"anthropic-amazon: 1 cells? differ"):
        report_of(read_case("anthropic-amazon"))


BUILD = """
import datetime, sys, time
from hashlib import sha256

shift = float(sys.argv[1]) * 86400.0
real, fixed = time.time, time.time()
time.time = lambda: real() + shift
gmtime, localtime = time.gmtime, time.localtime
time.gmtime = lambda at=None: gmtime(real() + shift if at is None else at)
time.localtime = lambda at=None: localtime(real() + shift if at is None else at)

class Shifted(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(real() + shift, tz)
    @classmethod
    def utcnow(cls):
        return cls.utcfromtimestamp(real() + shift)
    @classmethod
    def today(cls):
        return cls.now()

datetime.datetime = Shifted

from revshare.case_file import digest_of, read_case
from revshare_workbooks.report.write import report_of

name = sys.argv[2]
content = report_of(read_case(name), digest=digest_of(name)).content
print(datetime.datetime.now().year, sha256(content).hexdigest())
"""


def test_the_same_case_gives_the_same_bytes_on_another_day_and_another_run(tmp_path: Path) -> None:
    """Two processes, years apart by their clocks, with other hash seeds, zones and folders."""

    def built(days: int, seed: str, zone: str) -> tuple[str, str]:
        folder = tmp_path / seed
        folder.mkdir()
        run = subprocess.run(
            [sys.executable, "-c", BUILD, str(days), "anthropic-amazon"],
            capture_output=True,
            text=True,
            check=True,
            cwd=folder,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
        )
        year, digest = run.stdout.split()
        return year, digest

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(built, (0, 1000), ("1", "2"), ("UTC", "Asia/Tokyo"))
    assert one[0] != other[0], "the clock was not moved"
    assert one[1] == other[1]


def test_no_date_of_today_is_in_the_package(reports: Callable[..., Finished]) -> None:
    content = reports("anthropic-amazon").content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert core.count("2026-04-30T00:00:00Z") == 2


def test_another_case_gives_other_bytes(reports: Callable[..., Finished]) -> None:
    case = read_case("anthropic-amazon")
    edited = replace(case, title="Another title")
    other = report_of(edited, digest="0" * 64).content
    assert sha256(other).digest() != sha256(reports("anthropic-amazon").content).digest()
