"""The finished template: proved, reproducible, in each program's own form; and the committed ones are current."""

from __future__ import annotations

import io
import math
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.workbooks.template.conftest import Templates, formula

from revshare.case_file import digest_of, read_case
from revshare_addin.calc.extension import built
from revshare_addin.calc.install import surroundings
from revshare_workbooks import libreoffice
from revshare_workbooks.dialects import Host
from revshare_workbooks.proof import prove
from revshare_workbooks.reading import values
from revshare_workbooks.template.write import template_of

COMMITTED = Path(__file__).parents[3] / "workbooks" / "templates"
NUMBER = re.compile(rb"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
DIGITS = 1e-12


def test_the_same_case_gives_the_same_bytes(templates: Templates) -> None:
    again = template_of(read_case("anthropic-amazon"), digest="0" * 64)
    assert again.content == templates().content


def test_excel_is_not_asked_to_recalculate_what_it_may_not_know(templates: Templates) -> None:
    book = load_workbook(io.BytesIO(templates().content))
    assert not book.calculation.fullCalcOnLoad
    assert book.calculation.calcId >= 191029


def test_for_calc_every_name_has_a_dot(templates: Templates) -> None:
    book = load_workbook(io.BytesIO(templates(host=Host.CALC).content))
    assert formula(book["Lines by year"], "D5")[0].startswith("=RS.CASE(")
    assert book["Functions"]["A5"].value == "RS.GROW"
    with zipfile.ZipFile(io.BytesIO(templates(host=Host.CALC).content)) as made:
        assert not any(b"RS_" in made.read(name) for name in made.namelist() if "worksheets" in name)


@pytest.mark.libreoffice
def test_libreoffice_with_the_add_in_computes_the_same(templates: Templates, tmp_path: Path) -> None:
    template = templates("openai-microsoft", host=Host.CALC)
    book = tmp_path / "book.xlsx"
    book.write_bytes(template.content)
    with zipfile.ZipFile(io.BytesIO(built(sys.executable))) as extension:
        extension.extractall(tmp_path / "bundled" / "revshare")
    profile = tmp_path / "profile" / "user"
    profile.mkdir(parents=True)
    settings = libreoffice.PROFILE.format(recalculate=libreoffice.ALWAYS)
    (profile / "registrymodifications.xcu").write_text(settings, encoding="utf-8")
    command = [
        str(libreoffice.require("this test")),
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        f"-env:BUNDLED_EXTENSIONS={(tmp_path / 'bundled').as_uri()}",
        *("--headless", "--norestore", "--convert-to", "xlsx:Calc MS Excel 2007 XML"),
        *("--outdir", str(tmp_path / "out"), str(book)),
    ]
    subprocess.run(command, env=surroundings(), check=True, capture_output=True, timeout=180)
    assert prove(template.book, values(tmp_path / "out" / "book.xlsx")).mismatches == []


@pytest.mark.parametrize("case", ["anthropic-amazon", "openai-microsoft"])
def test_the_committed_template_is_what_the_command_writes(case: str) -> None:
    path = COMMITTED / f"{case}.xlsx"
    cure = f"revshare template {case} -o workbooks/templates/{case}.xlsx writes it anew"
    assert path.is_file(), cure
    now = template_of(read_case(case), digest=digest_of(case)).content
    if path.read_bytes() != now:
        # Another processor, or other versions of what computes, may differ in the last digits and nowhere else.
        differing = list(differences(path.read_bytes(), now))
        assert not differing, f"{differing}; {cure}"


def differences(old: bytes, new: bytes) -> Iterator[str]:
    """Parts of two packages that differ in more than the last digits of a number."""
    with zipfile.ZipFile(io.BytesIO(old)) as before, zipfile.ZipFile(io.BytesIO(new)) as after:
        if before.namelist() != after.namelist():
            yield "the parts"
            return
        for name in before.namelist():
            if not same(before.read(name), after.read(name)):
                yield name


def same(old: bytes, new: bytes) -> bool:
    """Whether two parts are alike but for the last digits of numbers, and the versions that computed them."""
    old, new = (re.sub(rb"revshare [\d.]+ \(numpy [^)]*\)", b"version", part) for part in (old, new))
    if NUMBER.sub(b"0", old) != NUMBER.sub(b"0", new):
        return False
    pairs = zip(NUMBER.findall(old), NUMBER.findall(new), strict=True)
    return all(a == b or math.isclose(float(a), float(b), rel_tol=DIGITS, abs_tol=1e-9) for a, b in pairs)


def test_the_comparison_of_packages_sees_a_changed_figure_and_not_a_last_digit(templates: Templates) -> None:
    content = templates().content
    assert list(differences(content, content)) == []
    assert same(b"<v>0.1</v>", b"<v>0.10000000000000001</v>")
    assert not same(b"<v>0.1</v>", b"<v>0.11</v>")
    assert not same(b"<f>A1</f>", b"<f>B1</f>")
