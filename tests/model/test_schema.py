"""The written schema: complete, current, and with an example that runs."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from revshare import capital as capital_types
from revshare import case as case_types
from revshare import uncertainty as uncertainty_types
from revshare.case import Case
from revshare.case_file import parse_case
from revshare.contracts.contract import KEYS
from revshare.inputs import Basis, Input
from revshare.projection import project
from revshare.risk.simulation import simulate
from revshare.schema import described, markdown
from revshare.schema_example import CAPITAL, CLAUSES, EXAMPLE, UNCERTAINTY
from revshare.uncertainty import Form

PAGE = Path(__file__).parents[2] / "model" / "docs" / "case-file.md"
TABLES = [
    kind
    for types in (case_types, capital_types, uncertainty_types)
    for kind in vars(types).values()
    if isinstance(kind, type) and is_dataclass(kind) and kind.__module__ == types.__name__
    if kind is not uncertainty_types.Parameters
]


@pytest.fixture(scope="module")
def page() -> str:
    return markdown()


def test_the_page_is_what_the_types_say(page: str) -> None:
    """Write it anew with `python -m revshare.schema > model/docs/case-file.md`."""
    assert PAGE.read_text(encoding="utf-8") == page


def test_the_page_opens_with_an_example_that_can_be_projected(page: str) -> None:
    blocks = re.findall(r"```toml\n(.*?)```", page, flags=re.DOTALL)
    assert blocks[0] == EXAMPLE
    case = parse_case(blocks[0], "example.toml")
    assert project(case).by_year("revenue").round(6).tolist() == [1000.0, 2000.0, 2000.0]


def test_its_further_clauses_can_be_added_to_the_example(page: str) -> None:
    assert f"```toml\n{CLAUSES}```" in page
    case = parse_case(f"{EXAMPLE}\n{CLAUSES}", "example.toml")
    assert project(case).by_year("reciprocal.cloud").round(6).tolist() == [20.0, 20.0, 20.0]


def test_what_surrounds_the_share_can_be_added_to_the_example(page: str) -> None:
    assert f"```toml\n{CAPITAL}```" in page
    found = project(parse_case(f"{EXAMPLE}\n{CLAUSES}\n{CAPITAL}", "example.toml"))
    assert found.by_year("compute_bill").round(6).tolist() == [920.0, 1300.0, 1300.0]
    assert found.by_year("commitment_shortfall").round(6).tolist() == [0.0, 50.0, 50.0]


def test_what_is_uncertain_can_be_added_to_the_example_and_drawn(page: str) -> None:
    assert f"```toml\n{UNCERTAINTY}```" in page
    found = simulate(parse_case(f"{EXAMPLE}\n{UNCERTAINTY}", "example.toml"), "revenue", 10)
    assert {"revenue.annual", "shocks.revenue.api", "contracts.cloud.rate"} <= set(found.drivers)
    assert found.held["spending.research.annual"] == "held: The budget is decided"


@pytest.mark.parametrize("form", Form)
def test_every_form_has_a_row_with_its_meaning_and_parameters(page: str, form: Form) -> None:
    assert len(re.findall(rf"^\| `{form}` \| \S.* \| \S.* \| \S.* \|$", page, flags=re.MULTILINE)) == 1


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_every_key_of_every_table_has_its_meaning_on_the_page(page: str, kind: type) -> None:
    for part in fields(kind):
        assert re.search(rf"^\| `{part.name}` \| \S.* \| \S.* \| \S.* \|$", page, flags=re.MULTILINE), (
            part.name
        )


def test_every_part_of_an_input_has_its_meaning(page: str) -> None:
    assert set(described(Input)) == {part.name for part in fields(Input)}
    for basis in Basis:
        assert f"`{basis}`" in page


@pytest.mark.parametrize("name", KEYS)
def test_every_contract_term_stands_on_the_page_once(page: str, name: str) -> None:
    terms = page.partition("## Contract terms")[2]
    assert len(re.findall(rf"^\| `{name}` \| \S.* \| \S.* \| \S.* \|$", terms, flags=re.MULTILINE)) == 1
    assert all(f"`{word}`" in terms for word in KEYS[name].words)


def test_every_input_of_a_table_states_its_unit(page: str) -> None:
    assert not re.search(r"(input|by year|by name|each KEY): \|", page)


def test_keys_without_a_default_are_required(page: str) -> None:
    top = page.partition("## Top of the file")[2].partition("\n## ")[0]
    required = {match[1] for match in re.finditer(r"^\| `(\w+)` .* required \|$", top, flags=re.MULTILINE)}
    assert required == {
        "name",
        "title",
        "summary",
        "lab",
        "as_of",
        "first_year",
        "last_year",
        "probability",
    } | {*("revenue", "products", "channels", "partners", "contracts", "spending", "presentation", "rival")}
    assert required < {part.name for part in fields(Case)}


def test_a_description_may_speak_for_several_parameters() -> None:
    class Both:
        """Two things.

        Parameters
        ----------
        low, high
            Its ends,
            both.
        end
            Its ``end``.

        Raises
        ------
        InputError
            Never.
        """

    assert described(Both) == {"low": "Its ends, both.", "high": "Its ends, both.", "end": "Its `end`."}
    assert described(int) == {}
