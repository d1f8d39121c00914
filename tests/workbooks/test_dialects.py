"""One formula in the forms of several hosts."""

import pytest

from revshare_workbooks import dialects


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=RS_GROW(A1,2)", "=RS_GROW(A1,2)"),
        ("=RS.GROW(A1,2)", "=RS_GROW(A1,2)"),
        ("=rs_grow(A1,2)", "=RS_GROW(A1,2)"),
        ("=SUM(_xll.RS.GROW(A1))*_xlfn.RS_GROW(1)", "=SUM(RS_GROW(A1))*RS_GROW(1)"),
        ("=_xldudf_RS_GROW(A1)", "=RS_GROW(A1)"),
        ("=[1]!RS_GROW(A1,2)", "=RS_GROW(A1,2)"),
        ("='C:\\add ins\\revshare.xlam'!RS_GROW(A1)", "=RS_GROW(A1)"),
        ("=@RS_GROW(A1)+1", "=@RS_GROW(A1)+1"),
        ('=RS.GROW(A1)&"RS.GROW(A1)"', '=RS_GROW(A1)&"RS.GROW(A1)"'),
        ("=RS_GROW(RS.GROW(1), {1,2;3,4})", "=RS_GROW(RS_GROW(1), {1,2;3,4})"),
        ("=_xlfn.SINGLE(A1:A3)*_xlfn.single(RS_GROW(1))", "=@(A1:A3)*@(RS_GROW(1))"),
        ("='RS_GROW('!A1+SUM(A1:B2)", "='RS_GROW('!A1+SUM(A1:B2)"),
        ("=RS_GROW(,2, ,)", '=RS_GROW("",2, "","")'),
        ("=IF(,RS_GROW((A1),,{1,2}),)", '=IF(,RS_GROW((A1),"",{1,2}),)'),
        ("=RS_VERSION()&RS_VERSION( )", "=RS_VERSION()&RS_VERSION( )"),
    ],
)
def test_every_form_is_read_as_the_catalogue_writes_it(written: str, read: str) -> None:
    assert dialects.read(written).formula == read


def test_a_reading_tells_our_functions_from_what_only_looks_like_one() -> None:
    reading = dialects.read('=RS_GROW(RS.GORW(1))&"RS_TEXT("&PARS_X(1)')
    assert reading.calls == ("RS_GROW", "RS_GORW")
    assert reading.unknown == ("RS_GORW",)
    assert dialects.read("=SUM(A1:A3)").calls == ()


@pytest.mark.parametrize("formula", ["='[Book.xlsx]S'!A1*2", "=[2]S!A1", "=SUM('C:\\x\\[B.xlsx]S'!A1:B2)"])
def test_a_formula_that_reads_another_workbook_is_known(formula: str) -> None:
    assert dialects.read(formula).reads_other_book


@pytest.mark.parametrize(
    "formula", ["=Sales[Units]", "=Sales[[#This Row],[Units]]*2", '="[1]x!"', "=[1]!RS_GROW(1)"]
)
def test_brackets_of_tables_text_and_the_add_in_are_not_another_workbook(formula: str) -> None:
    assert not dialects.read(formula).reads_other_book


def test_calc_and_excel_forms_are_each_others_inverse_and_leave_text_and_unknown_names() -> None:
    excel = '=RS_GROW(A1,RS_GROW(1))&"RS_GROW("&RS_OTHER(1)'
    calc = '=RS.GROW(A1,RS.GROW(1))&"RS_GROW("&RS_OTHER(1)'
    assert dialects.for_calc(excel) == calc
    assert dialects.for_excel(calc) == excel


@pytest.mark.parametrize(
    ("formula", "held"),
    [
        ("=A1:A3*2", "=@(@A1:A3*2)"),
        ("=SUM(A1:A3)+B1:B3", "=@(SUM(A1:A3)+@B1:B3)"),
        ("=RS_GROW(A1:A3)", "=@(RS_GROW(A1:A3))"),
        ("=(A:A)%", "=@((@A:A)%)"),
        ("=SUM({1,2})*A1", "=@(SUM({1,2})*A1)"),
    ],
)
def test_a_formula_held_to_its_cell_takes_ranges_at_its_own_row_or_column(formula: str, held: str) -> None:
    assert dialects.at_this_cell(formula) == held


def test_a_formula_that_does_not_parse_stays_as_it_is() -> None:
    for formula in ('=RS_GROW("', "=RS_GROW(A1)+#"):
        assert dialects.read(formula).formula == formula
        assert dialects.for_calc(formula) == formula
        assert dialects.at_this_cell(formula) == formula
