"""The shape of the code: imports run one way, start-up loads little, every module has its tests."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = {
    "revshare": ROOT / "model" / "revshare",
    "revshare_addin": ROOT / "addin" / "revshare_addin",
    "revshare_workbooks": ROOT / "workbooks" / "revshare_workbooks",
}
"""Lowest first: a package may import those before it, never those after it."""

NON_COMMERCIAL = ("xlwings.pro", "xlwings.server")

LOADS_NONE_OF = {
    "revshare": {"pandas", "pydantic", "openpyxl", "xlwings", "revshare_addin", "revshare_workbooks"},
    "revshare_addin": {"openpyxl", "xlwings", "revshare_workbooks"},
    "revshare_workbooks.cli": {"openpyxl", "numpy", "pandas", "pydantic", "xlwings", "formualizer"},
}
"""What importing a module must not load: start-up time, and what Pyodide lacks."""

TESTED_ELSEWHERE: dict[str, str] = {
    "revshare.errors": "raised and matched in the tests of every other module",
    "revshare.faults": "told by every check, in test_case_checks.py",
    "revshare.name_checks": "fault by fault with the whole case, in test_case_checks.py",
    "revshare.scenario_checks": "fault by fault with the whole case, in test_case_checks.py",
    "revshare.schema_example": "parsed and projected in test_schema.py",
    "revshare_workbooks.blocks.favoured": "with the pools, in blocks/test_pools.py",
    "revshare_workbooks.blocks.reciprocal": "with the pools, in blocks/test_pools.py",
    "revshare_workbooks.__main__": "one call of the command line",
    "revshare_workbooks.exit_status": "four numbers, asked for by the tests of every command",
}
"""Modules, or packages of them, without a test file of their own name, and where they are tested."""


@cache
def modules() -> dict[str, Path]:
    """Every module of the three packages, by its dotted name."""
    found = {}
    for package, folder in PACKAGES.items():
        for path in sorted(folder.rglob("*.py")):
            parts = path.relative_to(folder).with_suffix("").parts
            found[".".join((package, *(part for part in parts if part != "__init__")))] = path
    return found


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(nodes: Iterator[ast.AST], package: str) -> Iterator[str]:
    """Dotted names that these statements import; `from a import b` gives both a and a.b."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            outer = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*outer, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def package_of(name: str, path: Path) -> str:
    return name if path.name == "__init__.py" else name.rpartition(".")[0]


def all_imports(name: str) -> set[str]:
    """What a module imports anywhere, also inside functions."""
    path = modules()[name]
    return set(imported(ast.walk(tree(path)), package_of(name, path)))


def imports_when_loaded(name: str) -> set[str]:
    """What a module imports as it is loaded: not inside functions, not for type checking alone."""
    path = modules()[name]
    return set(imported(at_load(tree(path).body), package_of(name, path)))


def at_load(body: list[ast.stmt]) -> Iterator[ast.AST]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from at_load(node.orelse)
            continue
        yield node
        for part in ("body", "orelse", "finalbody"):
            yield from at_load(getattr(node, part, []))
        for handler in getattr(node, "handlers", []):
            yield from at_load(handler.body)


def within(name: str, root: str) -> bool:
    return name == root or name.startswith(f"{root}.")


def cycle(graph: dict[str, set[str]]) -> list[str]:
    """One circle of the graph, or nothing."""
    done: set[str] = set()

    def walk(name: str, trail: list[str]) -> list[str]:
        if name in trail:
            return [*trail[trail.index(name) :], name]
        if name not in done:
            for following in sorted(graph[name]):
                if circle := walk(following, [*trail, name]):
                    return circle
            done.add(name)
        return []

    return next((circle for name in sorted(graph) if (circle := walk(name, []))), [])


@pytest.mark.parametrize("name", modules())
def test_imports_run_one_way(name: str) -> None:
    order = list(PACKAGES)
    above = order[order.index(name.partition(".")[0]) + 1 :]
    wrong = {target for target in all_imports(name) for package in above if within(target, package)}
    assert not wrong


@pytest.mark.parametrize("name", modules())
def test_nothing_imports_what_is_licensed_for_non_commercial_use(name: str) -> None:
    wrong = {target for target in all_imports(name) for banned in NON_COMMERCIAL if within(target, banned)}
    assert not wrong


def test_tests_do_not_import_it_either() -> None:
    for path in (ROOT / "tests").rglob("*.py"):
        found = set(imported(ast.walk(tree(path)), ""))
        assert not {target for target in found for banned in NON_COMMERCIAL if within(target, banned)}, path


def test_no_module_waits_for_itself() -> None:
    graph = {
        name: {target for target in imports_when_loaded(name) if target in modules() and target != name}
        for name in modules()
    }
    assert cycle(graph) == []


@pytest.mark.parametrize(("module", "forbidden"), LOADS_NONE_OF.items())
def test_importing_it_loads_nothing_heavy_and_nothing_above_it(module: str, forbidden: set[str]) -> None:
    code = f"import {module}, sys; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    loaded = {name.partition(".")[0] for name in run.stdout.split()}
    assert not forbidden & loaded


def test_every_module_has_a_test_file_or_a_reason() -> None:
    tested = {path.stem.removeprefix("test_") for path in (ROOT / "tests").rglob("test_*.py")}
    missing = [
        name
        for name, path in modules().items()
        if path.name != "__init__.py"
        and name.rpartition(".")[2] not in tested
        and not any(within(name, listed) for listed in TESTED_ELSEWHERE)
    ]
    assert not missing, f"write tests/.../test_<module>.py, or give a reason in TESTED_ELSEWHERE: {missing}"


def test_every_reason_is_still_needed() -> None:
    assert set(TESTED_ELSEWHERE) <= set(modules())


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import xlwings.pro as x", "xlwings.pro"),
        ("from xlwings import server", "xlwings.server"),
        ("def f():\n    from xlwings.pro.reports import y", "xlwings.pro"),
        ("from ..cells import z", "revshare_addin.cells"),
        ("from . import z", "revshare_addin.functions.z"),
    ],
)
def test_the_scan_sees_every_form_of_import(source: str, found: str) -> None:
    seen = set(imported(ast.walk(ast.parse(source)), "revshare_addin.functions"))
    assert any(within(name, found) for name in seen)


def test_the_search_for_circles_finds_one() -> None:
    assert cycle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]
    assert cycle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_the_blocks_of_a_contract_know_nothing_of_the_report_that_uses_them() -> None:
    blocks = {name: path for name, path in modules().items() if within(name, "revshare_workbooks.blocks")}
    for name, path in blocks.items():
        seen = set(imported(ast.walk(tree(path)), name.rpartition(".")[0]))
        assert not [other for other in seen if within(other, "revshare_workbooks.report")], name
