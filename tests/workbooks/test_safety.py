"""Whatever a file holds: one line, bounded time and memory, no formula from a text, no file but those named."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests.workbooks.hostile_books import BOOKS, CASES, package

from revshare.case import Case
from revshare.case_file import case_from
from revshare.errors import ModelError
from revshare_workbooks import cli
from revshare_workbooks.calc import calc
from revshare_workbooks.reading import values
from revshare_workbooks.report.build import build_report
from revshare_workbooks.template.build import build_template
from revshare_workbooks.xlsx import workbook

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="limits of a process are set as Unix knows them"
)

PEAK_MEGABYTES = 200
PROCESSOR_SECONDS = 2
"""Allowed for each command, start included; the limit of the process is their sum, and more is a kill."""

ALL_AT_ONCE = """
import contextlib, io, json, resource, sys
most = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_CPU, (most, most))
from revshare_workbooks import cli
answers = []
for arguments in json.load(sys.stdin):
    said, out = io.StringIO(), io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(out):
        status = cli.main(arguments)
    answers.append((status, out.getvalue(), said.getvalue()))
try:  # what getrusage says begins with the memory of whoever started this
    (peak,) = (int(line.split()[1]) / 1e3 for line in open("/proc/self/status") if line.startswith("VmHWM"))
except FileNotFoundError:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
json.dump((peak, answers), sys.stdout)
"""


def bounded(commands: list[list[str]], folder: Path) -> list[tuple[int, str, str]]:
    """Run commands one after the other in a process that ends if they take too long; check its peak of memory."""
    run = subprocess.run(
        [sys.executable, "-c", ALL_AT_ONCE, str(PROCESSOR_SECONDS * len(commands))],
        input=json.dumps(commands),
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
    )
    assert run.returncode == 0, run.stderr[-2000:]
    peak, answers = json.loads(run.stdout)
    assert peak < PEAK_MEGABYTES
    return [tuple(answer) for answer in answers]


def test_no_workbook_costs_more_than_seconds_or_says_more_than_a_line(tmp_path: Path) -> None:
    files = {name: f"b{at}.xlsx" for at, name in enumerate(BOOKS)}
    for name, (make, _) in BOOKS.items():
        make(tmp_path / files[name])
    commands = {(name, command): [command, files[name]] for name in BOOKS for command in ("calc", "lines")}
    answers = dict(zip(commands, bounded(list(commands.values()), tmp_path), strict=True))
    for (name, command), (status, out, said) in answers.items():
        assert (status, out) == (2, ""), (name, command, out)
        assert said.startswith("revshare: "), (name, command)
        assert said.count("\n") == 1, (name, command, said)
        assert files[name] in said, (name, command, said)
        assert BOOKS[name][1] in said, (name, command, said)


COMMANDS: dict[str, list[str]] = {
    "report": ["report", "#", "-o", "out.xlsx"],
    "template": ["template", "#", "-o", "out.xlsx"],
    "check": ["check", "#"],
    "inputs": ["inputs", "#"],
    "lines": ["lines", "#"],
    "sensitivity": ["sensitivity", "#", "operating_profit"],
    "simulate": ["simulate", "#"],
    "diff": ["diff", "anthropic-amazon", "#"],
    "compare": ["compare", "anthropic-amazon", "#"],
}
"""Every command that reads a case or a workbook, with # for the file."""


def test_every_command_refuses_what_one_refuses(tmp_path: Path) -> None:
    make, words = BOOKS["cells at both ends"]
    make(tmp_path / "deal.xlsx")
    text, said_of_text = CASES["a text that steers the terminal"]
    (tmp_path / "deal.toml").write_bytes(text)
    wanted = [("deal.xlsx", words), ("deal.toml", said_of_text)]
    commands = [
        ([file if word == "#" else word for word in command], words)
        for command in COMMANDS.values()
        for file, words in wanted
    ]
    for (command, words), (status, out, said) in zip(
        commands, bounded([command for command, _ in commands], tmp_path), strict=True
    ):
        assert (status, out) == (2, ""), command
        assert words in said, command
        assert said.count("\n") == 1, command
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deal.toml", "deal.xlsx"]


def test_no_case_file_costs_more_than_seconds_or_says_more_than_a_line(tmp_path: Path) -> None:
    files = {name: f"c{at}.toml" for at, name in enumerate(CASES)}
    for name, (content, _) in CASES.items():
        (tmp_path / files[name]).write_bytes(content)
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "zero.toml").symlink_to("/dev/zero")
    odd = dict.fromkeys(("pipe.toml", "zero.toml"), "is a device or pipe; give a case file")
    wanted = {files[name]: words for name, (_, words) in CASES.items()} | odd
    answers = bounded([["lines", file] for file in wanted], tmp_path)
    for (file, words), (status, out, said) in zip(wanted.items(), answers, strict=True):
        assert (status, out) == (2, ""), file
        assert said.startswith(f"revshare: {file}"), said[:200]
        assert words in said, (file, said[:200])
        assert said.count("\n") == 1, file
        assert len(said) < 400, file


def test_a_macro_workbook_is_read_and_nothing_in_it_is_run_or_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    macro = b"\xd0\xcf\x11\xe0 what would run"
    book = package(tmp_path / "deal.xlsm", {"xl/vbaProject.bin": macro})
    assert cli.main(["calc", str(book)]) == 0
    assert capsys.readouterr().err == ""
    assert part_of(book, "xl/vbaProject.bin") == macro


INJECTED = "WEBSERVICE"
"""No formula of ours calls it."""
BEGINNINGS = ("=", "+", "-", "@", "\t=", " =", "\n=", "'=", "＝", '"', "&A", "{=", "[/b]")
TEXTS = {"title", "lab", "label", "note", "money"}


def hostile_case() -> Case:
    """A shipped case whose every free text would be a formula, or end one, wherever a text may say anything."""
    tables = tomllib.loads(
        (files("revshare") / "cases" / "anthropic-amazon.toml").read_text(encoding="utf-8")
    )
    for at, (table, key) in enumerate(free_texts(tables)):
        text = f'{BEGINNINGS[at % len(BEGINNINGS)]}1"&{INJECTED}("http://x.y")&"'
        table[key] = text if key == "note" else f"{text}{at}"
    for scenario in tables["scenarios"]:  # a word of a drop-down list, which refuses all of these
        tables["scenarios"][scenario]["label"] = scenario.replace("_", " ")
    return case_from(tables, str)


def free_texts(tables: Any) -> Iterator[tuple[Any, str]]:
    for key, value in tables.items() if isinstance(tables, dict) else enumerate(tables):
        if isinstance(value, str) and key in TEXTS:
            yield tables, key
        elif isinstance(value, dict | list):
            yield from free_texts(value)


@pytest.fixture(scope="module")
def hostile_books() -> dict[str, bytes]:
    """What is written of that case: a report and a template as they are laid out, and a table."""
    case = hostile_case()
    books = {"report": build_report(case), "template": build_template(case)}
    saved = {}
    for name, book in books.items():
        buffer = io.BytesIO()
        workbook(book).save(buffer)
        saved[name] = buffer.getvalue()
    return saved


@pytest.mark.parametrize("kind", ["report", "template"])
def test_no_text_of_a_case_becomes_a_formula_or_part_of_one(
    hostile_books: dict[str, bytes], kind: str
) -> None:
    book = load_workbook(io.BytesIO(hostile_books[kind]))
    cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    shown = [cell for cell in cells if INJECTED in str(getattr(cell.value, "text", cell.value))]
    assert {cell.data_type for cell in shown} == {"s"}
    assert len(shown) > 100


@pytest.mark.parametrize("kind", ["report", "template"])
def test_no_chart_reads_a_text_and_no_other_part_calls_it(hostile_books: dict[str, bytes], kind: str) -> None:
    with zipfile.ZipFile(io.BytesIO(hostile_books[kind])) as source:
        parts = {
            name: source.read(name).decode() for name in source.namelist() if name.endswith((".xml", ".rels"))
        }
    for name, text in parts.items():
        ElementTree.fromstring(text)  # noqa: S314 - of our own making
        for inside in re.findall(r"<(?:c:)?(?:f|formula\d?|definedName)\b[^>]*>([^<]*)<", text):
            assert INJECTED not in re.sub('"[^"]*"', "", unescape(inside)), name
        for target in re.findall(r'<Relationship [^>]*Target="([^"]*)"[^>]*TargetMode="External"', text):
            assert target.startswith("#"), name  # a place in the book itself


PIECES = (
    *(
        b"",
        b"<c/>",
        b'r="XFD1048576"',
        b't="s"',
        b't="shared" si="9"',
        b't="array" ref="A1:B2"',
        b"&#0;",
        b"<!--",
    ),
    *(
        b"<![CDATA[",
        b'"',
        b"9" * 400,
        b"-1",
        b"1e999",
        b"<f>",
        b"</row>",
        b'<row r="3"/>',
        b"\xff\xfe",
        b"\0",
    ),
    *(b"[1]!", b"RS_GROW(", b"gone.xml", b"\xc3", b"A1:XFD1048576"),
)
"""What is put where something else stood."""
BROKEN = st.lists(
    st.tuples(
        st.sampled_from(
            ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"]
        ),
        st.floats(0.0, 1.0),
        st.integers(0, 60),
        st.sampled_from(PIECES),
    ),
    min_size=1,
    max_size=4,
)


def answer_or_line(folder: Path, content: bytes, changes: list[tuple[str, float, int, bytes]]) -> None:
    """Break a workbook at these places, and read and calculate what is left."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    for name, at, length, piece in changes:
        start = int(at * len(parts[name]))
        parts[name] = parts[name][:start] + piece + parts[name][start + length :]
    book = folder / "deal.xlsx"
    with zipfile.ZipFile(book, "w") as target:
        for name, part in parts.items():
            target.writestr(name, part)
    for read in (values, partial(calc, out=folder / "out.xlsx")):
        try:
            read(book)
        except ModelError as fault:
            assert "\n" not in str(fault)  # noqa: PT017 - what is broken may go unnoticed, which is fine
            assert "deal.xlsx" in str(fault)  # noqa: PT017


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=BROKEN)
def test_whatever_is_broken_in_a_workbook_the_answer_is_a_result_or_a_line(
    tmp_path: Path, model_content: bytes, changes: list[tuple[str, float, int, bytes]]
) -> None:
    answer_or_line(tmp_path, model_content, changes)


@pytest.mark.heavy
@settings(max_examples=2_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=BROKEN)
def test_whatever_is_broken_at_length(
    tmp_path: Path, model_content: bytes, changes: list[tuple[str, float, int, bytes]]
) -> None:
    answer_or_line(tmp_path, model_content, changes)


def part_of(book: Path, name: str) -> bytes:
    with zipfile.ZipFile(book) as source:
        return source.read(name)
