"""The README: what it shows is what happens."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from revshare_addin.catalogue import FUNCTIONS
from revshare_workbooks.cli import main, parser

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", README, flags=re.DOTALL)
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("*/docs/*.md"))]
PICTURES = sorted((ROOT / "workbooks" / "docs").glob("*.png"))

LARGEST_PICTURE = 200_000
PALETTE = 3
"""Colour type of an 8-bit palette in the header of a PNG file."""


def block_after(text: str) -> str:
    """The first block of code after some words."""
    return README.partition(text)[2].partition("```")[2].partition("\n")[2].partition("```")[0]


def uncounted(text: str) -> str:
    """Leave the number of formulas open: it changes with every row of the report."""
    return re.sub(r"[\d,]+ formulas", "N formulas", text)


def test_the_python_example_prints_what_the_readme_shows() -> None:
    (_, code), (_, shown) = next(pair for pair in pairwise(BLOCKS) if pair[0][0] == "python")
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.stdout, run.stderr) == (shown, "")


def test_the_report_command_prints_what_the_readme_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["report"]) == 0
    assert uncounted(capsys.readouterr().out) == uncounted(block_after("here and prints"))


def test_the_table_of_commands_names_each_command() -> None:
    table = README.partition("## Commands")[2].partition("\n## ")[0]
    named = re.findall(r"^\| `revshare (\w+)", table, flags=re.MULTILINE)
    known = next(action.choices for action in parser()._actions if action.dest == "command")
    assert known is not None
    assert sorted(named) == sorted(known)


def test_the_cell_example_calls_a_function_that_exists() -> None:
    called = set(re.findall(r"\bRS_[A-Z_]+(?=[( `])", README))
    assert called <= set(FUNCTIONS)
    assert "RS_PROFIT_SHARE" in called


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:)([^)#]*)(?:#[^)]*)?\)", text)
    missing = [target for target in targets if target and not (page.parent / target).exists()]
    assert missing == []


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_pictures_are_small(picture: Path) -> None:
    content = picture.read_bytes()
    depth, colours = struct.unpack_from("BB", content, 24)
    assert content.startswith(b"\x89PNG")
    assert len(content) < LARGEST_PICTURE
    assert (depth, colours) == (8, PALETTE)
