"""Cover of a template: what it is, how to use it, and what recalculates it."""

from __future__ import annotations

import pytest
from openpyxl import Workbook
from tests.workbooks.template.conftest import Templates, row_of

from revshare_workbooks.dialects import Host
from revshare_workbooks.reading import Values, values_of_bytes
from revshare_workbooks.template.cover import NEEDS, USE


def test_it_says_that_it_is_a_template_and_what_stands_where(formulas: Workbook, shown: Values) -> None:
    cells = shown["Cover"]
    assert str(cells["A1"]).endswith(": working template")
    assert cells[f"B{row_of(cells, 'Model check')}"] == "OK"
    sheet = formulas["Cover"]
    linked = {cell.value for cell in sheet["A"] if cell.hyperlink}
    assert linked == {one.title for one in formulas.worksheets if one.sheet_state == "visible"} - {"Cover"}
    assert "hidden" in str(cells[f"B{row_of(cells, '_IntelliSense_')}"])


@pytest.mark.parametrize("host", Host)
def test_it_says_how_to_use_it_and_what_each_program_needs(templates: Templates, host: Host) -> None:
    texts = set(values_of_bytes(templates(host=host).content)["Cover"].values())
    assert texts >= set(USE) | set(NEEDS[host])
