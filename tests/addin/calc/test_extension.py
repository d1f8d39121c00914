"""The extension file: everything in it comes from the registry."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from revshare_addin.calc import inside
from revshare_addin.calc.extension import built, help_in_calc, name_in_calc
from revshare_addin.catalogue import FUNCTIONS
from revshare_addin.registry import CellFunction

NAME = "{http://openoffice.org/2001/registry}name"
PYTHON = "/home/me & you/python"


@pytest.fixture(scope="module")
def parts() -> dict[str, str]:
    """Give the files of the extension."""
    with zipfile.ZipFile(io.BytesIO(built(PYTHON))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_the_same_catalogue_gives_the_same_bytes() -> None:
    assert built(PYTHON) == built(PYTHON)


def test_the_manifest_names_what_is_there(parts: dict[str, str]) -> None:
    named = set(re.findall(r'manifest:full-path="([^"]+)"', parts["META-INF/manifest.xml"]))
    assert named == {"functions.idl", "functions.py", "functions.xcu"}
    assert named <= set(parts)


def test_it_holds_every_module_that_runs_inside_calc_as_it_is_here(parts: dict[str, str]) -> None:
    folder = Path(inside.__file__).parent
    for path in folder.glob("*.py"):
        assert parts[f"pythonpath/revshare_calc/{path.name}"] == path.read_text(encoding="utf-8")


def test_it_starts_the_interpreter_that_built_it(parts: dict[str, str]) -> None:
    start = json.loads(parts["pythonpath/revshare_calc/start.json"])
    assert start["command"][0] == PYTHON
    assert start["functions"] == [name_in_calc(function) for function in FUNCTIONS.values()]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_declared_with_its_number_of_arguments(name: str, parts: dict[str, str]) -> None:
    found = re.search(rf" {name_in_calc(FUNCTIONS[name])}\((.*)\);", parts["functions.idl"])
    assert found
    declared = re.findall(r"\[in\] (\S+) (\w+)", found[1])
    count = len(FUNCTIONS[name].parameters)
    assert [argument for _, argument in declared] == [
        *(f"p{position}" for position in range(count)),
        "document",
    ]
    assert {kind for kind, _ in declared[:-1]} <= {"any"}


def described(function: CellFunction, parts: dict[str, str]) -> ET.Element:
    tree = ET.fromstring(parts["functions.xcu"])  # noqa: S314 - our own file
    return next(node for node in tree.iter("node") if node.get(NAME) == name_in_calc(function))


def properties(node: ET.Element) -> dict[str, str]:
    return {str(each.get(NAME)): str(each.findtext("value")) for each in node.findall("prop")}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_wizard_gets_name_category_and_all_help(name: str, parts: dict[str, str]) -> None:
    function = FUNCTIONS[name]
    node = described(function, parts)
    assert properties(node) == {
        "DisplayName": f"RS.{name_in_calc(function)}",
        "Description": function.help,
        "Category": "Financial",
    }
    (parameters,) = node.findall("node")
    assert [properties(each) for each in parameters] == [
        {"DisplayName": p.name, "Description": help_in_calc(p)} for p in function.parameters
    ]


def test_the_help_of_an_argument_says_whether_it_is_required() -> None:
    parameters = FUNCTIONS["RS_GROW"].parameters
    assert [help_in_calc(p).endswith(" (required)") for p in parameters] == [
        not p.optional for p in parameters
    ]
