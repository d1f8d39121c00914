"""``revshare cases``: what is shipped."""

from __future__ import annotations

import pytest

from revshare.case_file import shipped_cases
from revshare_workbooks import cli


def test_cases_lists_parties_deals_and_facts(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["cases"]) == 0
    said = capsys.readouterr().out
    for word in (*shipped_cases(), "D01", "D02", "F001", "F002", "F008"):
        assert word in said


def test_a_case_names_all_who_take_part_and_what_it_only_compares(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["cases"])
    blocks = dict(block.split(": ", 1) for block in capsys.readouterr().out.split("\n\n"))
    supply = " ".join(blocks["openai-supply"].split())
    assert "parties OpenAI, Microsoft, Oracle, Nvidia, AMD, Broadcom, Google, Amazon deals D10, D11" in supply
    assert supply.endswith("compared F006, F009, F010, F017, F051")
    assert "deals none; made up" in " ".join(blocks["build-or-partner"].split())


def test_facts_in_a_row_are_shortened_and_lines_fit(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["cases"])
    said = capsys.readouterr().out
    assert "F065-F068, F071, F072" in said
    assert max(map(len, said.splitlines())) <= 98
