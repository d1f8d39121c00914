"""Where a case comes from."""

from hashlib import sha256
from pathlib import Path

import pytest

from revshare.case_file import read_case
from revshare.errors import InputError
from revshare_workbooks.case_source import open_case
from revshare_workbooks.report.write import report_of


def test_a_shipped_case_opens_by_name_in_its_base_scenario() -> None:
    source = open_case("anthropic-amazon")
    assert source.case is read_case("anthropic-amazon")
    assert source.scenario == "base"
    assert source.book is None


def test_a_scenario_named_on_the_command_line_wins() -> None:
    assert open_case("anthropic-amazon", "low").project().scenario == "low"


def test_an_unknown_scenario_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match="choose one of base, low, high"):
        open_case("anthropic-amazon", "wild")


def test_a_report_opens_with_the_values_its_user_typed(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    own = {"contracts.amazon.rate": 0.25}
    path.write_bytes(report_of(read_case("anthropic-amazon"), scenario="own", own=own).content)
    source = open_case(str(path))
    assert source.scenario == "own"
    assert source.digest == sha256(path.read_bytes()).hexdigest()
    half = open_case("anthropic-amazon").project().total("partner_share")
    assert source.project().total("partner_share") == pytest.approx(half / 2.0)
