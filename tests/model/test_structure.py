"""What a case says besides its inputs, as rows and back."""

import pytest

from revshare.case_file import read_case, shipped_cases
from revshare.structure import nested, structure_of


@pytest.mark.parametrize("name", shipped_cases())
def test_the_rows_name_everything_that_is_no_input(name: str) -> None:
    case = read_case(name)
    rows = {key: value for key, value, _ in structure_of(case)}
    assert rows["lab"] == case.lab
    assert rows["first_year"] == case.first_year
    assert [rows[f"partners.{key}.covers.1"] for key in case.partners] == [
        partner.covers[0] for partner in case.partners.values()
    ]
    assert not any(key.startswith(("products.api.share", "contracts.")) for key in rows)
    assert not any(".inputs" in key for key in rows)


def test_every_row_says_what_it_means() -> None:
    assert all(meaning for _, _, meaning in structure_of(read_case("anthropic-amazon")))


def test_dotted_names_become_tables_and_numbered_ones_a_list() -> None:
    rows = [("a.b", 1), ("a.c.1", "x"), ("a.c.2", "y"), ("t.1.n", 5), ("years.2024", 7)]
    assert nested(rows) == {"a": {"b": 1, "c": ["x", "y"]}, "t": [{"n": 5}], "years": {"2024": 7}}


def test_a_list_is_in_the_order_of_its_places_wherever_its_rows_stand() -> None:
    rows = [(f"a.{place}", place) for place in (10, 2, 1, 3)]
    assert nested(rows) == {"a": [1, 2, 3, 10]}
