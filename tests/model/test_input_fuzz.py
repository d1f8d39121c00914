"""Whatever a case file or an inputs table holds, the answer is a case that says the same, or lines to act on.

Real cases are changed at random: keys dropped, doubled, renamed and exchanged, kinds swapped, years taken out, rows
shuffled. What is accepted projects to finite numbers, and every value that was given stands in its inputs.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.model.inputs_cells import Cells, table_of

from revshare.case import Case
from revshare.case_file import case_from, parse_case, shipped_cases
from revshare.errors import ModelError
from revshare.fields import fields
from revshare.inputs_columns import HEADERS
from revshare.inputs_places import COUNT
from revshare.inputs_table import InputsTable, read_table
from revshare.lines import Kind, Projection
from revshare.path import path_of
from revshare.projection import project
from revshare.risk.start import Start
from revshare.scenarios import changes, values_of
from revshare.schema_example import CAPITAL, CLAUSES, EXAMPLE, UNCERTAINTY
from revshare.structure import structure_of
from revshare.targets import compare

FEW = settings(deadline=None, max_examples=120, suppress_health_check=list(HealthCheck))
MANY = settings(deadline=None, max_examples=5000, suppress_health_check=list(HealthCheck))

SMALL = "small"
"""The example of the schema with every table that a case may have: quick, so it is drawn most often."""

LONGEST = 700
"""Letters of one fault that a reader takes in."""


@cache
def text_of(name: str) -> str:
    if name == SMALL:
        return f"{EXAMPLE}\n{CLAUSES}\n{CAPITAL}\n{UNCERTAINTY}"
    return (files("revshare") / "cases" / f"{name}.toml").read_text(encoding="utf-8")


CASES = st.sampled_from([SMALL] * 20 + list(shipped_cases()))

NUMBERS = (0, 1, -1, 15, 50, 0.5, 0.25, 1e15, -1e15, 1e300, -1e-300, 10**40, 2024, 2027, 9999, 46023)
NO_NUMBERS = (float("nan"), float("inf"), -float("inf"), True, False)
WORDS = (
    *(
        "",
        " ",
        "x",
        "none",
        "None",
        "yes",
        "no",
        "low",
        "high",
        "held",
        "Base",
        "Own",
        "base",
        "own",
        "total",
    ),
    *(
        "=1+1",
        "2024",
        "0.5",
        "50 %",
        "1,234",
        "0,5",
        "#REF!",
        "2026-04-20",
        "20.4.2026",
        "F001",
        "F999",
        "a\nb",
    ),
    *(
        "floor_zero",
        "carryforward",
        "profit_share",
        "revenue_share",
        "royalty",
        "assumed",
        "reported",
        "hearsay",
    ),
    *("0:0.5; 100:0.4", "0:0.5", "12:0.5; 24:0.4", "every_year", "lognormal", "pert", "monthly_shocks"),
)
DATES = (date(2026, 5, 1), date(1899, 1, 1), date(2500, 1, 1), datetime(2026, 5, 1, 12, 30))
TABLES: tuple[Any, ...] = (
    *([], [1], ["aws"], [{}], {}, {"value": 1}, {"every_year": 1}, {"x": {"y": {}}}),
    *({"value": "none", "basis": "assumed", "note": "x"}, {"label": "X"}),
)
SCALARS = st.sampled_from((*NUMBERS, *NO_NUMBERS, *WORDS, *DATES)) | st.floats() | st.text(max_size=5)
KEYS = st.sampled_from(
    (
        *("tiers", "ramp", "annual_cap", "losses", "advance", "start", "end", "kind", "loss_expiry", "value"),
        *(
            "low",
            "high",
            "basis",
            "note",
            "fact",
            "as_of",
            "label",
            "every_year",
            "2024",
            "2026-2030",
            "2031",
        ),
        *("2027", "api", "cloud", "amazon", "x", "a.b", "", "1", "form", "driver", "deviation", "between"),
    )
)


@dataclass
class Changed:
    """What was changed, and how, for whoever reads a failure."""

    content: Any = field(repr=False)
    steps: list[str]


# --- Case files ------------------------------------------------------------------------------------------------------


@st.composite
def mutated(draw: st.DrawFn) -> Changed:
    """The tables of a case with a few of its keys, values and orders changed."""
    name = draw(CASES)
    tables, steps = tomllib.loads(text_of(name)), [name]
    for _ in range(draw(st.integers(1, 3))):
        table, path = tables, ""
        while True:
            inner = [key for key, value in table.items() if isinstance(value, dict) and value]
            if not inner or draw(st.integers(0, 4)) == 0:
                break
            key = draw(st.sampled_from(inner))
            table, path = table[key], f"{path}.{key}"
        steps.append(f"{path}: {_change(draw, table)}")
    return Changed(tables, steps)


def _change(draw: st.DrawFn, table: dict[str, Any]) -> str:
    """One thing that a hand, a script or a merge does to a table; answers what."""
    what = draw(
        st.sampled_from([*["set", "nudge"] * 3, "drop", "add", "exchange", "rename", "double", "shuffle"])
    )
    if what == "add" or not table:
        key = draw(KEYS)
        table[key] = deepcopy(draw(SCALARS | st.sampled_from(TABLES)))
        return f"{key} = {table[key]!r}"
    key, other = draw(st.sampled_from(sorted(table))), draw(st.sampled_from(sorted(table)))
    match what:
        case "set":
            table[key] = deepcopy(draw(SCALARS | st.sampled_from(TABLES)))
            return f"{key} = {table[key]!r}"
        case "nudge":
            numbers = [name for name, value in table.items() if isinstance(value, int | float)]
            for name in numbers:
                table[name] *= draw(st.sampled_from([0.5, 0.9, 1, 1.1, 2, -1]))
        case "drop":
            del table[key]
        case "exchange":
            table[key], table[other] = table[other], table[key]
        case "rename":
            other = draw(KEYS)
            table[other] = table.pop(key)
        case "double":
            other = draw(KEYS)
            table[other] = deepcopy(table[key])
        case "shuffle":
            order = draw(st.permutations(sorted(table)))
            content = {name: table[name] for name in order}
            table.clear()
            table.update(content)
    return f"{what} {key} {other}"


def refused(read: Callable[[], object]) -> object | None:
    """What was read; None if it was refused in lines that name a place."""
    try:
        return read()
    except ModelError as fault:
        lines = str(fault).splitlines()
        assert lines
        wrong = [
            line
            for line in lines
            if line.strip() != line
            or not line.startswith("deal")
            or not line.isprintable()
            or len(line) > LONGEST
        ]
        assert not wrong
        return None


def sound(projection: Projection) -> None:
    """Every number is finite; a ratio may not exist."""
    for name, line in projection.lines.items():
        odd = ~np.isfinite(line.values)
        assert not (odd if line.kind is not Kind.RATIO else odd & ~np.isnan(line.values)).any(), name
        total = projection.total(name)
        assert np.isfinite(total).all() or (line.kind is Kind.RATIO and np.isnan(total).all()), name
    path_of(projection)
    compare(projection)


def leaves(table: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of nested tables by dotted name, spans written out; what scenarios change is left out."""
    if isinstance(table, Mapping):
        for key, value in table.items():
            if name.startswith("scenarios.") and name.count(".") == 1 and key == "inputs":
                continue
            first, _, last = key.partition("-")
            span = len(key) == len("2026-2030") and first.isdigit() and last.isdigit()
            for one in range(int(first), int(last) + 1) if span else (key,):
                yield from leaves(value, f"{name}.{one}".lstrip("."))
    elif isinstance(table, list):
        for place, value in enumerate(table, start=1):
            yield from leaves(value, f"{name}.{place}")
    else:
        yield name, table


def same(given: object, found: object) -> bool:
    """Whether a case holds what was given; a date may be given as text, and its time of day is dropped."""
    if isinstance(given, bool) or isinstance(found, bool):
        return given is found or (given, found) in {("yes", True), ("no", False)}
    if isinstance(given, int | float) and isinstance(found, int | float):
        return math.isclose(given, found, rel_tol=1e-15)
    if isinstance(found, date):
        return str(given)[:10] == found.isoformat()
    return given == found or (given in {None, ""} and found in {None, ""})


def says(case: Case, tables: Mapping[str, Any]) -> None:
    """The case holds every value of the tables, under the name that `inputs` prints."""
    inputs = {field.name: field.input for field in fields(case)}
    held: dict[str, Any] = {name: value for name, value, _ in structure_of(case)}
    for name, one in inputs.items():
        held |= {
            f"{name}.{part}": getattr(one, part) for part in ("value", "low", "high", "fact", "as_of", "note")
        }
        held |= {f"{name}.basis": str(one.basis), name: one.value}
    for name, value in leaves(tables):
        if name.startswith("contracts.") and name.split(".")[2] in {"tiers", "ramp"}:
            continue  # its numbers are inputs of their own
        if name.startswith(("uncertainty.", "correlations.")) and name.endswith((".note", ".fact")):
            continue  # said beside its form
        assert name in held, name
        assert same(value, held[name]), (name, value, held[name])
    for scenario, entry in tables.get("scenarios", {}).items():
        changed = changes(case, scenario)
        last = {name: value for name, value in entry.get("inputs", {}).items() if name in inputs}
        for name, value in last.items():
            later = [other for other in entry["inputs"] if not set(other).isdisjoint("*?[")]
            assert later or value in {"low", "high"} or same(value, changed[name]), name


def check_case(tables: dict[str, Any]) -> None:
    before = deepcopy(tables)
    case = refused(lambda: case_from(tables, lambda key: f"deal: {key}"))
    assert str(tables) == str(before), "what was given is not changed"
    if isinstance(case, Case):
        for scenario in case.scenario_names:
            sound(project(case, scenario))
        says(case, tables)


@FEW
@given(tables=mutated())
def test_a_changed_case_says_what_it_was_given_or_is_refused_in_lines(tables: Changed) -> None:
    check_case(tables.content)


@pytest.mark.heavy
@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of an example that fails
@MANY
@given(tables=mutated())
def test_thousands_of_changed_cases_say_what_they_were_given_or_are_refused(tables: Changed) -> None:
    check_case(tables.content)


# --- Inputs tables ---------------------------------------------------------------------------------------------------


@cache
def case_of(name: str) -> Case:
    return parse_case(text_of(name), name)


@cache
def cells_of(name: str) -> Cells:
    return table_of(case_of(name))


@st.composite
def edited(draw: st.DrawFn) -> Changed:
    """The inputs table of a case with a few of its cells, rows and columns changed."""
    name = draw(CASES)
    cells = [list(row) for row in cells_of(name)]
    return Changed(cells, [name, *(_edit(draw, cells) for _ in range(draw(st.integers(1, 4))))])


def _edit(draw: st.DrawFn, cells: Cells) -> str:
    """One thing that a user does to a sheet; answers what."""
    what = draw(
        st.sampled_from(
            ["cell", "cell", "cell", "cell", "drop", "copy", "move", "sort", "column", "header", "text"]
        )
    )
    rows = st.integers(3, len(cells) - 1)
    at, other = draw(rows), draw(rows)
    column = draw(st.integers(0, len(cells[2]) - 1))
    match what:
        case "cell":
            row = cells[draw(st.sampled_from([0, 2]) | rows)]
            row.extend([None] * (column + 1 - len(row)))
            row[column] = draw(SCALARS | st.none())
            return f"row of {row[-1]!r}, column {column} = {row[column]!r}"
        case "drop":
            del cells[at]
        case "copy":
            cells.insert(other, list(cells[at]))
        case "move":
            cells.insert(other, cells.pop(at))
        case "sort":
            cells[3:] = sorted(cells[3:], key=lambda row: str(row[column : column + 1]))
        case "column":
            for row in cells:
                row.extend([None] * (len(cells[2]) - len(row)))
                row.insert(column, row.pop())
        case "header":
            heads = cells[2]
            place = draw(st.integers(0, len(heads) - 1))
            heads[column], heads[place] = heads[place], heads[column]
        case "text":
            cells[at][column : column + 1] = map(str, cells[at][column : column + 1])
    return f"{what} {cells[min(at, len(cells) - 1)][-1:]} {other} {column}"


def check_table(cells: Cells) -> None:
    found = refused(lambda: read_table(cells, lambda row, column: f"deal R{row}C{column}", "deal: the table"))
    if isinstance(found, InputsTable):
        for scenario in found.case.scenario_names:
            sound(project(found.case, scenario))
        sound(Start.of(found).project({}))
        shown(found, cells)


def shown(found: InputsTable, cells: Cells) -> None:
    """Every value of the columns that are read stands in the case, in a scenario or in the user's own values."""
    heads = next(row for row in cells if {"Own", "Name"} <= set(map(str, row)))
    place = {part: heads.index(word) for part, word in HEADERS.items()}
    values = values_of(found.case)
    structure = {name: value for name, value, _ in structure_of(found.case)}
    columns = {scenario.label: changes(found.case, key) for key, scenario in found.case.scenarios.items()}
    columns["Own"] = dict(found.own)
    for row in cells[cells.index(heads) + 1 :]:
        line = [*row, *[None] * (len(heads) - len(row))]
        name = line[place["name"]]
        if name in {None, "", COUNT}:
            assert not any(
                line[place[part]] not in {None, ""} for part in ("base", "own", "low", "high", "basis")
            )
        elif name in values:
            assert same(line[place["base"]], values[name]) or dated(line[place["base"]], values[name]), name
            for label, changed in columns.items():
                typed = line[heads.index(label)]
                assert same(typed, changed.get(name)) or dated(typed, changed.get(name)), (name, label)
        elif name in structure:
            assert same(line[place["live"]], structure[name]) or dated(
                line[place["live"]], structure[name]
            ), name
        else:
            assert name.rpartition(".")[2] in {"tiers", "ramp"}, name


def dated(typed: object, found: object) -> bool:
    """Whether a date was typed as its serial number, or a number of structure is a whole one."""
    if isinstance(found, date) and isinstance(typed, int | float):
        return (found - date(1899, 12, 30)).days == math.floor(typed)
    return False


@FEW
@given(cells=edited())
def test_an_edited_table_says_what_was_typed_or_is_refused_in_lines(cells: Changed) -> None:
    check_table(cells.content)


@pytest.mark.heavy
@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of an example that fails
@MANY
@given(cells=edited())
def test_thousands_of_edited_tables_say_what_was_typed_or_are_refused(cells: Changed) -> None:
    check_table(cells.content)
