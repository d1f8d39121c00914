"""The changelog: it names what there is, in the numbers there are."""

from __future__ import annotations

from pathlib import Path

from revshare.case_file import shipped_cases
from revshare.facts import load_facts
from revshare_addin.catalogue import FUNCTIONS
from revshare_workbooks.cli import parser

CHANGES = (Path(__file__).parents[3] / "model" / "docs" / "changelog.md").read_text(encoding="utf-8")


def test_every_command_is_named() -> None:
    commands = next(action.choices for action in parser()._actions if action.dest == "command")
    assert commands is not None
    assert [command for command in commands if f"`revshare {command}" not in CHANGES] == []


def test_the_numbers_are_those_of_this_version() -> None:
    for number, what in (
        (shipped_cases(), "cases"),
        (load_facts(), "public statements"),
        (FUNCTIONS, "`RS_` functions"),
    ):
        assert f"- {len(number)} {what}" in CHANGES
