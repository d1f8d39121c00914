"""The tutorial: every command in it runs, and prints what stands below it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl import load_workbook

from revshare_workbooks import cli

ROOT = Path(__file__).parents[3]
TUTORIAL = (ROOT / "workbooks" / "docs" / "tutorial.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", TUTORIAL, flags=re.DOTALL | re.MULTILINE)
SLOW = re.compile(r"revshare check|--pdf|pdftoppm")
"""What needs LibreOffice or minutes."""


class Step(NamedTuple):
    """A block of the tutorial: a command with what it shall print, or a text to use."""

    kind: str
    text: str
    shown: str = ""

    @property
    def slow(self) -> bool:
        return self.kind == "console" and bool(SLOW.search(self.text))


def steps() -> list[Step]:
    """Every command and text of the tutorial, in order."""
    found = []
    for kind, text in BLOCKS:
        if kind == "console":
            commands = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text, flags=re.MULTILINE)
            found += [Step(kind, command, shown) for command, shown in commands]
        else:
            found.append(Step(kind, text))
    return found


def plain(text: str) -> str:
    """Leave open blank lines, the widths of columns, and the number of formulas: it changes with every row added."""
    lines = (" ".join(line.split()) for line in text.splitlines() if line.strip())
    return re.sub(r"[\d,]+ (formulas|cells)", r"N \1", "".join(f"{line}\n" for line in lines))


def pattern(shown: str) -> str:
    """What output a shown text stands for: `...` alone for any lines, within a line for anything."""
    parts = ("(?:.*\n)*?" if line == "..." else line_pattern(line) for line in plain(shown).splitlines())
    return "".join(parts)


def line_pattern(line: str) -> str:
    return ".*".join(map(re.escape, re.split(r"(?<= )?\.\.\.(?= )?", line))) + "\n"


def run(step: Step, capsys: pytest.CaptureFixture[str]) -> None:
    """Do one step of the tutorial in the folder where we stand."""
    match step.kind, step.text.split():
        case "console", ["revshare", *words]:
            assert cli.main(words) == 0
            said = plain(capsys.readouterr().out)
            if not re.fullmatch(pattern(step.shown), said):
                pytest.fail(
                    f"{step.text}\nnow prints\n{said}and the tutorial shows\n{step.shown}", pytrace=False
                )
        case "console", ["cp", source, target]:
            shutil.copy(ROOT / source, target)
        case "console", ["pdftoppm", *_] as words:
            if shutil.which("pdftoppm"):
                subprocess.run(words, check=True)
                assert sorted(path.name for path in Path().glob("page-*.png")) == [
                    "page-02.png",
                    "page-03.png",
                ]
        case "python", _:
            subprocess.run([sys.executable, "-c", step.text], check=True)
        case "toml", _:
            with Path("mine.toml").open("a", encoding="utf-8") as case:
                case.write(f"\n{step.text}")
        case "text", _:
            sheet = load_workbook("changed.xlsx", data_only=True, read_only=True)["Summary"]
            sentences = [row[0] for row in sheet.iter_rows(max_row=12, max_col=1, values_only=True)]
            assert set(step.text.splitlines()) <= set(sentences), sentences
        case kind, words:
            pytest.fail(f"this test does not know how to run {kind}: {words}")


def test_each_quick_step_does_what_the_tutorial_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for step in steps():
        if not step.slow:
            run(step, capsys)
    table = TUTORIAL.partition("| sheet | answers |")[2].partition("\n\n")[0]
    sheets = load_workbook("deal.xlsx", read_only=True).sheetnames
    assert re.findall(r"^\| (\w[\w ]*) \|", table, flags=re.MULTILINE) == sheets


@pytest.mark.heavy
@pytest.mark.libreoffice
def test_the_audit_and_the_page_for_the_board_are_as_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    needed = [step for step in steps() if step.kind == "python" or "forty.xlsx" in step.text or step.slow]
    for step in [steps()[0], *needed]:
        if step.slow or step.kind == "python" or step.text.startswith("revshare report"):
            run(step, capsys)


def test_every_kind_of_block_is_one_the_test_runs() -> None:
    kinds = {kind for kind, _ in BLOCKS}
    assert kinds == {"console", "python", "text", "toml"}
    assert sum(step.kind == "console" for step in steps()) >= 10


@pytest.mark.parametrize(
    ("shown", "said", "same"),
    [
        ("a ... d\n", "a b  c d\n", True),
        ("a\n...\nd\n", "a\nb\nc\nd\n", True),
        ("a\nd\n", "a\nb\nd\n", False),
        ("...\n", "", True),
        ("rules: ...\n", "rules: 63 hold\n", True),
        ("12 formulas agree\n", "13 formulas agree\n", True),
        ("12 paths\n", "13 paths\n", False),
    ],
)
def test_dots_stand_for_what_is_left_out_and_nothing_else_is(shown: str, said: str, same: bool) -> None:
    assert bool(re.fullmatch(pattern(shown), plain(said))) is same
