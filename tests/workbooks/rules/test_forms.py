"""The form of a formula: the same for all cells that calculate the same way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter

from revshare_workbooks.rules.forms import Form, Reference, in_r1c1, references


@pytest.mark.parametrize(
    ("formula", "form"),
    [
        ("=B2+$C$3", "=RC[-1]+R3C3"),
        ("=SUM($A1:C2)", "=SUM(R[-1]C1:RC)"),
        ("=Lab!C$7*'Cloud deal'!$D2", "=Lab!R7C*'Cloud deal'!RC4"),
        ('=IF(A1="B2","C3",1)', '=IF(R[-1]C[-2]="B2","C3",1)'),
        ("=LOG10(B2)+A1B2", "=LOG10(RC[-1])+A1B2"),
        ("=SUM(B:B)+SUM($3:4)", "=SUM(C[-1]:C[-1])+SUM(R3:R[2])"),
        ("=Table1[[#This Row],[A1]]+1E5", "=Table1[[#This Row],[A1]]+1E5"),
        ("=[1]Q1!B2", "=[1]Q1!RC[-1]"),
    ],
)
def test_references_are_written_as_seen_from_the_cell(formula: str, form: str) -> None:
    assert in_r1c1(formula, (2, 3)) == form


ADDRESS = st.builds(
    lambda column, row, fixed: (
        ("$" if fixed[0] else "") + get_column_letter(column) + ("$" if fixed[1] else "") + str(row)
    ),
    st.integers(20, 700),
    st.integers(20, 900),
    st.tuples(st.booleans(), st.booleans()),
)


@given(
    cells=st.lists(ADDRESS, min_size=1, max_size=4),
    down=st.integers(0, 15),
    right=st.integers(0, 15),
)
def test_a_formula_copied_along_a_row_keeps_its_form(cells: list[str], down: int, right: int) -> None:
    formula = "=" + "+".join([*cells, f"SUM({cells[0]}:{cells[-1]})", '"A1"'])
    there = f"{get_column_letter(40 + right)}{40 + down}"
    copied = Translator(formula, origin="AN40").translate_formula(there)
    assert in_r1c1(copied, (40 + down, 40 + right)) == in_r1c1(formula, (40, 40))


def test_what_a_formula_is_made_of() -> None:
    form = Form("", "=IF(rate>0.15,_xlfn.XLOOKUP(A1,B1:B9,'Lab 2'!$C$1:C9),2)", "Lab", [(1, 1)])
    assert form.calls == ["IF", "XLOOKUP"]
    assert form.numbers == ["0.15", "2"]
    assert form.names == ["rate"]
    assert form.references == [
        Reference("", 1, 1, 1, 1, whole=False),
        Reference("", 1, 2, 9, 2, whole=False),
        Reference("Lab 2", 1, 3, 9, 3, whole=False),
    ]


def test_a_range_may_be_written_backwards_or_without_end() -> None:
    back, column = references("=SUM(C9:$A$1)+SUM(D:E)")
    assert (back.top, back.left, back.bottom, back.right) == (1, 1, 9, 3)
    assert (column.top, column.left, column.right, column.whole) == (1, 4, 5, True)
    assert list(Reference("", 1, 1, 3, 9, whole=False).cells(1)) == [(1, 1), (1, 2), (2, 1), (2, 2)]


def test_the_skeleton_leaves_out_where_it_reads() -> None:
    one, other = (
        Form(in_r1c1(text, (5, 5)), text, "Lab", [(5, 5)]) for text in ("=A1*$B$2+Lab!C3", "=C3*D4+Lab!$E5")
    )
    assert one.skeleton == other.skeleton == "=ref*ref+Lab!ref"


def test_a_formula_that_cannot_be_read_has_no_tokens() -> None:
    assert Form("", '=IF("', "Lab", [(1, 1)]).tokens == []
