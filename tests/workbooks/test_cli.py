"""The command line: every command, every exit status, and one line for every fault a user can mend."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from revshare.version import version
from revshare_workbooks import cli, libreoffice
from revshare_workbooks.commands import cases
from revshare_workbooks.exit_status import STOPPED

Refuse = Callable[..., list[str]]
SHIPPED = (files("revshare") / "cases" / "anthropic-amazon.toml").read_text(encoding="utf-8")
COMMANDS = (
    "report",
    "check",
    "calc",
    "inputs",
    "lines",
    "cases",
    "facts",
    "functions",
    "examples",
    "install",
)


def changed(old: str, new: str, text: str = SHIPPED) -> str:
    """The shipped case with the first `old` replaced; a test of a text that is not there would prove nothing."""
    assert old in text, old
    return text.replace(old, new, 1)


def without(beginning: str) -> str:
    """The shipped case without the first line that begins so."""
    return changed(next(line for line in SHIPPED.splitlines() if line.startswith(beginning)) + "\n", "")


@pytest.fixture
def refuse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Refuse:
    """Run a command on a case text over an existing report; answer the lines of its refusal."""

    def run(text: str | bytes, command: str = "report", *more: str) -> list[str]:
        deal, out = tmp_path / "deal.toml", tmp_path / "out.xlsx"
        deal.write_bytes(text.encode() if isinstance(text, str) else text)
        out.write_bytes(b"the report of last week")
        target = ["-o", str(out)] if command == "report" else []
        assert cli.main([command, str(deal), *target, *more]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert out.read_bytes() == b"the report of last week"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["deal.toml", "out.xlsx"]
        return said.err.splitlines()

    return run


ANNUAL_2025 = "2025 = { value = 3907, low = 3500, high = 4300"
RATE = "rate = { value = 0.5, low = 0.4, high = 0.5"
NOTE = 'note = "Growth slows to 3.5 times; no API total is published"'
CONTRACT = "[contracts.amazon]\n"
DATED = '{{ value = {}, basis = "assumed", note = "as drafted" }}\n'

FAULTS = {
    "the name of an input split at its dots": (
        changed("[scenarios.high.inputs]\n", "[scenarios.high.inputs]\ncontracts.amazon.rate = 0.4\n"),
        "scenarios.high.inputs.contracts",
        '"contracts.amazon.rate"',
        "write it in quotes",
    ),
    "a year typed as a date": (
        changed(CONTRACT, CONTRACT + "start = " + DATED.format("1905-07-18")),
        "contracts.amazon.start",
        "day number 2026",
        "such as 2026-01-01",
    ),
    "an unknown key": (
        changed('lab = "A', 'labb = "x"\nlab = "A'),
        "labb",
        "no known key",
        "did you mean lab?",
    ),
    "an unknown term": (
        changed("losses = {", "loses = {"),
        "contracts.amazon",
        '"loses"',
        "did you mean losses?",
    ),
    "15 for 15 %": (
        changed(RATE, "rate = { value = 15, low = 0.4, high = 0.5"),
        "contracts.amazon.rate",
        "15",
        "for 15 % enter 0.15",
    ),
    "15 for 15 % without a range": (
        changed(RATE, "rate = { value = 15"),
        "contracts.amazon.rate",
        "must be 0 to 1, got 15",
        "for 15 % enter 0.15",
    ),
    "15 for 15 % in a scenario": (
        changed('"spending.*" = "high"', '"spending.*" = "high"\n"contracts.amazon.rate" = 15'),
        "scenarios.low.inputs",
        "contracts.amazon.rate, which must be 0 to 1, got 15",
        "for 15 % enter 0.15",
    ),
    "channels that do not sum to 1": (
        changed("every_year = { value = 0.21", "every_year = { value = 0.22"),
        "products.api.channels",
        "got 1.01 in 2024",
        "mend products.api.channels.direct, products.api.channels.aws",
    ),
    "products that do not sum to 1": (
        changed("2024 = { value = 0.15, low", "2024 = { value = 0.17, low"),
        "products",
        "got 1.02 in 2024",
        "mend products.api.share, products.subscriptions.share",
    ),
    "shares that do not sum to 1 in a scenario alone": (
        changed('"spending.*" = "high"', '"spending.*" = "high"\n"products.api.share.2026" = "low"'),
        "products",
        "got 0.95 in 2026",
        "(scenario low)",
    ),
    "a missing rate": (
        without("rate = { value = 0.5, low"),
        "contracts.amazon",
        "rate is missing",
        "give rate",
    ),
    "text for a number": (
        changed("2024 = { value = 512", '2024 = { value = "lots"'),
        "revenue.annual.2024",
        '"lots"',
        "must be a number",
    ),
    "a number in quotes": (
        changed("2024 = { value = 512", '2024 = { value = "512"'),
        "revenue.annual.2024",
        '"512"',
        "not as text",
    ),
    "not a number": (
        changed("2024 = { value = 512", "2024 = { value = nan"),
        "revenue.annual.2024",
        "nan",
        "left off",
    ),
    "an unthinkable amount": (
        changed(ANNUAL_2025, "2025 = { value = 1e300, low = 3500").replace(
            '"revenue.annual.*" = "high"\n', ""
        ),
        "revenue.annual.2025",
        "1e+300",
        "check the unit",
    ),
    "negative revenue": (
        changed(ANNUAL_2025, "2025 = { value = -3907, high = 4300").replace(
            '"revenue.annual.*" = "low"\n', ""
        ),
        "revenue.annual.2025",
        "-3907",
        "0 or more",
    ),
    "the last year before the first": (
        changed("last_year = 2030", "last_year = 2020"),
        "last_year",
        "2020 lies before first_year 2024",
        "swap or mend",
    ),
    "a contract that ends before it starts": (
        changed(
            CONTRACT,
            CONTRACT + "start = " + DATED.format("2026-01-01") + "end = " + DATED.format("2025-01-01"),
        ),
        "contracts.amazon",
        "end 2025-01-01 lies before start 2026-01-01",
        "give the last covered day",
    ),
    "a year given twice": (
        changed("2026-2030 = { value = 0.9", "2025-2030 = { value = 0.9"),
        "products.api.share.2025-2030",
        "2025 a second time",
        "keep one",
    ),
    "a span that runs backwards": (
        changed("2026-2030 = { value = 0.9", "2030-2026 = { value = 0.9"),
        "products.api.share.2030-2026",
        "ends before it starts",
        "write 2026-2030",
    ),
    "a missing year": (without("2027 = { value = 33000"), "revenue.annual", "2027", "add 2027 = {"),
    "a year outside the model": (
        changed(
            "2030 = { value = 97000",
            "2031 = { value = 1, "
            + NOTE
            + ', low = 1, high = 1, basis = "assumed" }\n2030 = { value = 97000',
        ),
        "revenue.annual",
        "2031, outside 2024 to 2030",
        "leave it off or move",
    ),
    "a fiscal year for a key": (
        changed(
            "2030 = { value = 97000",
            'fy30 = { value = 1, low = 1, high = 1, basis = "assumed", note = "n" }\n2030 = { value = 97000',
        ),
        "revenue.annual",
        '"fy30"',
        "write a year, a span such as 2025-2030, or every_year",
    ),
    "probabilities that do not sum to 1": (
        changed("probability = 0.5", "probability = 0.6"),
        "probability",
        "1.1",
        "mend probability, scenarios.low.probability, scenarios.high.probability",
    ),
    "an unknown fact": (
        changed('fact = "F047"', 'fact = "F999"'),
        "revenue.annual.2025.fact",
        '"F999"',
        "see revshare facts",
    ),
    "an unknown fact of a target": (
        changed('fact = "F008"', 'fact = "F998"'),
        "targets.2.fact",
        '"F998"',
        "see revshare facts",
    ),
    "an unknown line of a target": (
        changed('line = "cash_flow"', 'line = "cashflow"'),
        "targets.2.line",
        '"cashflow"',
        "did you mean cash_flow?",
    ),
    "a target outside the years": (
        changed("year = 2028", "year = 2040"),
        "targets.2.year",
        "2040",
        "2024 to 2030",
    ),
    "an unknown channel": (
        changed('covers = ["aws"]', 'covers = ["awz"]'),
        "partners.amazon.covers",
        '"awz"',
        "did you mean aws?",
    ),
    "an unknown product": (
        changed('measure = "api"', 'measure = "apis"'),
        "revenue.measure",
        '"apis"',
        "api?",
    ),
    "a range that misses the value": (
        changed(ANNUAL_2025, "2025 = { value = 3907, low = 4000, high = 4300"),
        "revenue.annual.2025",
        "3907 below low 4000",
        "widen the range or mend the value",
    ),
    "a range upside down": (
        changed(ANNUAL_2025, "2025 = { value = 3907, low = 4300, high = 3500"),
        "revenue.annual.2025",
        "low 4300 above high 3500",
        "swap",
    ),
    "a blank reason": (changed(NOTE, 'note = " "'), "revenue.annual.2026", "no reason", 'add note = "..."'),
    "no reason": (changed(f", {NOTE}", ""), "revenue.annual.2026", "no reason", 'add note = "..."'),
    "no range": (
        changed("low = 9500, high = 17500, ", ""),
        "revenue.annual.2026",
        "no range",
        "add low = ...",
    ),
    "no fact": (changed(', fact = "F047"', ""), "revenue.annual.2025", "names no fact", 'basis = "assumed"'),
    "an unknown basis": (
        changed('basis = "projected"', 'basis = "guess"'),
        "revenue.annual.2025.basis",
        '"guess"',
        "actual, reported, projected, estimate or assumed",
    ),
    "an unknown word": (
        changed('value = "floor_zero"', 'value = "floor"'),
        "contracts.amazon.losses",
        '"floor"',
        "did you mean floor_zero?",
    ),
    "an unknown presentation": (
        changed('value = "gross_sm"', 'value = "gros_sm"'),
        "presentation",
        '"gros_sm"',
        "did you mean gross_sm?",
    ),
    "a bare number": (
        changed(RATE, "rate = 0.5 # {"),
        "contracts.amazon.rate",
        "0.5",
        'write rate = { value = 0.5, low = ..., high = ..., basis = "assumed", note = "..." }',
    ),
    "a word for a list": (
        changed('covers = ["aws"]', 'covers = "aws"'),
        "partners.amazon.covers",
        '"aws"',
        '["aws"]',
    ),
    "a date in quotes": (
        changed("2026-04-30", '"30 Nov"'),
        "as_of",
        '"30 Nov"',
        "such as 2026-04-20, without quotes",
    ),
    "an unknown pattern": (
        changed('"revenue.annual.*" = "low"', '"revenu.annual.*" = "low"'),
        "scenarios.low.inputs",
        '"revenu.annual.*"',
        "see revshare inputs",
    ),
    "an end that is not stated": (
        changed(ANNUAL_2025, "2025 = { value = 3907, low = 3500"),
        "scenarios.high.inputs",
        "revenue.annual.2025, which states no high end",
        "give the input high = ...",
    ),
    "a scenario named as a column of the workbook": (
        changed('label = "High"', 'label = "Own"'),
        "scenarios.high.label",
        '"Own"',
        "choose another",
    ),
    "a key with a dot": (
        re.sub(r'(?<!["\w])products\.subscriptions', 'products."sub.scr"', SHIPPED),
        "products",
        '"sub.scr"',
        "letters, digits, _ and - only",
    ),
    "a name that leads elsewhere": (
        changed('name = "anthropic-amazon"', 'name = "../elsewhere"'),
        "name",
        '"../elsewhere"',
        "letters, digits and hyphens",
    ),
    "a horizon beyond calendars": (
        changed("first_year = 2024", "first_year = 0").replace("last_year = 2030", "last_year = 6"),
        "first_year",
        "got 0",
        "1901 to 2200",
    ),
    "a measured product that sells nothing": (
        changed("2024 = { value = 0.85, low = 0.8", "2024 = { value = 0, low = 0").replace(
            "2024 = { value = 0.15, low = 0.1, high = 0.2", "2024 = { value = 1, low = 0.1, high = 1"
        ),
        "products.api.share",
        "is 0 in 2024",
        "measure another product",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_case_gets_one_line_with_key_value_and_cure(refuse: Refuse, fault: str) -> None:
    text, key, value, cure = FAULTS[fault]
    lines = [line for line in refuse(text) if "1901 to 2200, got 6" not in line]
    assert len(lines) == 1, lines
    assert lines[0].startswith(f"revshare: deal.toml: {key} ")
    assert value in lines[0]
    assert cure in lines[0]


def test_the_version_is_told_with_what_it_computes_with(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"{version()}\n"


def test_a_case_of_ones_own_named_without_its_ending_is_found_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deal.toml").write_text("")
    assert cli.main(["lines", "deal"]) == 2
    assert 'no case "deal"; did you mean the file deal.toml?' in capsys.readouterr().err


FILES = {
    "no TOML": (b"\nthis is { not toml", "is no TOML in line 2: this is { not toml", "; mend that line"),
    "a decimal comma": (
        b"rate = { value = 0,2 }",
        "is no TOML in line 1: rate = { value = 0,2 }",
        "decimal point",
    ),
    "a table twice": (b"[lab.a]\n[lab.a]", "in line 2: [lab.a]; [lab.a] stands twice", "mend that line"),
    "an end that is missing": (b"a = [1,", "is no TOML: ", "mend the end of the file"),
    "a key twice": (
        changed('lab = "A', 'lab = "B"\nlab = "A').encode(),
        "a key is given twice",
        "mend that line",
    ),
    "binary": (b"PK\x03\x04\x14\x00\x06\x00\xff\xfe", "is no text file in UTF-8", "TOML"),
    "empty": (b"", "is empty", "start from a shipped case"),
    "blank": (b"# nothing yet\n\n", "is empty", "start from a shipped case"),
    "of Windows, in another encoding": (
        'name = "Anthrôpic"'.encode("cp1252"),
        "is no text file in UTF-8",
        "TOML",
    ),
    "nested without end": (b"a = " + b"[" * 100_000, "deal.toml", ""),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_no_case_is_refused_in_one_line(refuse: Refuse, kind: str) -> None:
    content, what, cure = FILES[kind]
    (line,) = refuse(content)
    assert line.startswith("revshare: ")
    assert "deal.toml" in line
    assert what in line
    assert cure in line


def test_all_faults_are_told_at_once(refuse: Refuse) -> None:
    text = changed('lab = "Anthropic"', 'lab = "Anthropic"\nlabel = "x"')
    text = changed(RATE, "rate = { value = 15", text)
    text = changed('fact = "F047"', 'fact = "F999"', text)
    text = changed("probability = 0.5", "probability = 0.6", text)
    text = changed("2024 = { value = 1500", '2024 = { value = "many"', text)
    lines = refuse(text)
    for place in (
        "label",
        "contracts.amazon.rate",
        "revenue.annual.2025.fact",
        "probability",
        "spending.training",
    ):
        assert sum(line.startswith(f"revshare: deal.toml: {place}") for line in lines) == 1, place
    assert len(lines) == 5


def test_a_case_of_missing_tables_lists_every_one(refuse: Refuse) -> None:
    lines = refuse('name = "bare"\n')
    assert "revshare: deal.toml: products is missing; add it" in lines
    assert len(lines) == 15


def test_a_fault_of_the_base_is_not_told_again_for_every_scenario(refuse: Refuse) -> None:
    (line,) = refuse(without("rate = { value = 0.5, low"))
    assert "scenario" not in line


@pytest.mark.parametrize("command", ["check", "inputs", "lines"])
def test_every_command_refuses_a_bad_case_alike(refuse: Refuse, command: str) -> None:
    (line,) = refuse(changed("first_year = 2024", "first_year = 2050"), command)
    assert line.startswith("revshare: deal.toml: last_year 2030 lies before first_year 2050")


@pytest.mark.parametrize("command", ["report", "check", "inputs", "lines"])
def test_an_unknown_scenario_lists_those_there_are(refuse: Refuse, command: str) -> None:
    (line,) = refuse(SHIPPED, command, "--scenario", "worst")
    assert '"worst"' in line
    assert "choose one of base, low, high" in line


@pytest.mark.parametrize("command", ["report", "check", "inputs", "lines"])
@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("antropic-amazon", 'there is no case "antropic-amazon"; did you mean anthropic-amazon?'),
        ("OpenAI-Microsoft", 'there is no case "OpenAI-Microsoft"; did you mean openai-microsoft?'),
        ("nowhere", "shipped cases are amazon-both, anthropic-amazon, "),
        ("nowhere.toml", "nowhere.toml is not there; check the name and the folder"),
        ("folder.toml", "folder.toml cannot be read"),
        ("notes.txt", "notes.txt is no case file; a case file is TOML text and ends in .toml"),
    ],
)
def test_a_case_that_is_not_there_is_named_with_what_there_is(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    what: str,
    line: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "notes.txt").write_text("call Bob")
    assert cli.main([command, what]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("revshare: ")
    assert line in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("out", "line"),
    [
        ("report.xls", "report.xls must end in .xlsx; a report is an Excel workbook"),
        ("report", "report must end in .xlsx; a report is an Excel workbook"),
        ("folder.xlsx", "folder.xlsx: it is a folder; give a file name in it"),
        ("missing/report.xlsx", "there is no folder missing; create it"),
        ("locked.xlsx", "locked.xlsx: the file is marked read-only; unmark it or choose another"),
    ],
)
def test_an_output_that_cannot_be_written_is_refused_and_left_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], out: str, line: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.xlsx").mkdir()
    locked = tmp_path / "locked.xlsx"
    locked.write_bytes(b"signed")
    locked.chmod(0o444)
    assert cli.main(["report", "-o", out]) == 2
    said = capsys.readouterr()
    assert said.err.startswith("revshare: ")
    assert line in said.err
    assert said.err.count("\n") == 1
    assert locked.read_bytes() == b"signed"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.xlsx", "locked.xlsx"]


def test_a_pdf_without_libreoffice_is_refused_before_the_work(
    refuse: Refuse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "find", lambda: None)
    (line,) = refuse(SHIPPED, "report", "--pdf")
    assert line.startswith("revshare: PDF needs LibreOffice, which was not found; install it from")


def test_a_defect_of_ours_is_not_dressed_up_as_bad_input(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(options: object) -> int:
        raise ZeroDivisionError(options)

    monkeypatch.setattr(cases, "run", stumble)
    with pytest.raises(ZeroDivisionError):
        cli.main(["cases"])


def test_a_run_that_is_stopped_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(options: object) -> int:
        raise KeyboardInterrupt(options)

    monkeypatch.setattr(cases, "run", stop)
    assert cli.main(["cases"]) == STOPPED == 130
    assert capsys.readouterr().err == "revshare: stopped; every file is whole: as it was, or written\n"


@pytest.mark.parametrize("arguments", [[], ["frobnicate"], ["report", "--frobnicate"], ["inputs"]])
def test_what_cannot_be_parsed_ends_with_status_2_and_the_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("usage: revshare")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_that_parses(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main([command, "--help"])
    assert caught.value.code == 0
    (example,) = re.findall(r"example: revshare (.*)", capsys.readouterr().out)
    words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', example)]
    assert cli.parser().parse_args(words).command == command


def revshare(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "revshare_workbooks", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        timeout=120,
    )


def test_a_real_run_answers_help_with_every_command() -> None:
    run = revshare("--help")
    assert run.returncode == 0
    assert all(re.search(rf"^    {command}\s", run.stdout, re.MULTILINE) for command in COMMANDS)


def test_a_real_run_refuses_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "deal.toml").write_text(changed(RATE, "rate = { value = 15"), encoding="utf-8")
    run = revshare("report", "deal.toml", cwd=tmp_path)
    assert run.returncode == 2
    assert run.stdout == ""
    line = "revshare: deal.toml: contracts.amazon.rate must be 0 to 1, got 15; for 15 % enter 0.15\n"
    assert run.stderr == line
    assert [path.name for path in tmp_path.iterdir()] == ["deal.toml"]


@pytest.mark.skipif(sys.platform == "win32", reason="no head on Windows")
def test_a_reader_who_has_seen_enough_is_no_fault() -> None:
    command = f"{sys.executable} -m revshare_workbooks facts | head -n 1"
    run = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False
    )
    assert run.stderr == ""
    assert run.returncode == 0


PIECES = st.sampled_from(
    ["", "15", "-1", "nan", "1e300", '"x"', "[", "}", "=", "F999", "aws2", "# ", "\x00", "é", "none"]
)
SPOTS = [match.span() for match in re.finditer(r"[\w.\"-]+", SHIPPED)]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.lists(
        st.tuples(st.sampled_from(SPOTS), PIECES), min_size=1, max_size=4, unique_by=lambda item: item[0]
    )
)
def test_whatever_a_file_says_the_answer_is_a_result_or_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], changes: list[tuple[tuple[int, int], str]]
) -> None:
    text = SHIPPED
    for (start, end), piece in sorted(changes, reverse=True):
        text = text[:start] + piece + text[end:]
    deal = tmp_path / "deal.toml"
    deal.write_text(text, encoding="utf-8")
    status = cli.main(["lines", str(deal)])
    said = capsys.readouterr()
    assert status in {0, 2}
    assert (said.err == "") == (status == 0)
    assert all(
        line.startswith(f"revshare: {deal.name}") or str(deal) in line for line in said.err.splitlines()
    )
