"""Whatever stops a run, the old file or the new one is there, whole, and one line says what happened."""

from __future__ import annotations

import errno
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from revshare.errors import ModelError
from revshare_workbooks import cli, files, libreoffice
from revshare_workbooks.calc import calc
from revshare_workbooks.commands import cases
from revshare_workbooks.exit_status import STOPPED
from revshare_workbooks.reading import values

Maker = Callable[[Mapping[str, object]], bytes]
REVSHARE = [sys.executable, "-m", "revshare_workbooks"]
unix = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits as Unix knows them")


@pytest.fixture
def book(tmp_path: Path, workbook_of: Maker) -> Path:
    """A workbook with a formula of ours, as it was before any run."""
    path = tmp_path / "deal.xlsx"
    cells = {f"A{row}": f"=SUM(RS_GROW(1,0.{row},24))" for row in range(1, 60)}
    path.write_bytes(workbook_of(cells))
    return path


def started(*arguments: str, cwd: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*REVSHARE, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=cwd
    )


def ended(*runs: subprocess.Popen[str]) -> list[int]:
    """The status with which each run ends by itself."""
    for run in runs:
        run.communicate()
    return [run.returncode for run in runs]


def drafts(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if files.DRAFT.fullmatch(path.name)]


def killed_at_random(book: Path, arguments: list[str], times: int, span: float) -> None:
    """Kill a run that many times; each leaves the old file or the new one, and what else it leaves is cleared."""
    old = book.read_bytes()
    assert ended(started(*arguments, cwd=book.parent)) == [0]
    new = book.read_bytes()
    assert old != new
    generator = random.Random(1)  # noqa: S311 - moments, not secrets
    for _ in range(times):
        book.write_bytes(old)
        with started(*arguments, cwd=book.parent) as run:
            time.sleep(generator.uniform(0.0, span))
            run.kill()
        assert book.read_bytes() in (old, new)
    for draft in drafts(book.parent):
        os.utime(draft, (0, 0))
    assert ended(started(*arguments, cwd=book.parent)) == [0]
    assert drafts(book.parent) == []


@unix
def test_a_calculation_killed_at_any_moment_leaves_a_whole_workbook(book: Path) -> None:
    killed_at_random(book, ["calc", "deal.xlsx"], times=4, span=1.0)


@unix
@pytest.mark.heavy
def test_a_calculation_killed_at_fifty_moments_leaves_a_whole_workbook(book: Path) -> None:
    killed_at_random(book, ["calc", "deal.xlsx"], times=50, span=1.2)


@unix
@pytest.mark.heavy
def test_a_report_killed_at_fifty_moments_leaves_a_whole_workbook(tmp_path: Path) -> None:
    report = tmp_path / "deal.xlsx"
    report.write_bytes(b"the report of last week")
    killed_at_random(report, ["report", "anthropic-google", "-o", "deal.xlsx"], times=50, span=9.0)


STEPS = {
    "before the draft": "os.scandir",
    "with an empty draft": "Path.write_bytes",
    "with half a draft": "os.fsync",
    "with a whole draft": "Path.replace",
    "after the exchange": "Path.unlink",
}
"""Where the run is killed: before it calls this."""
KILLED = """
import os, signal, sys
from pathlib import Path
from revshare_workbooks import files
owner, name = sys.argv[2].split(".")
def die(*arguments, **named):
    os.kill(os.getpid(), signal.SIGKILL)
setattr({"os": os, "Path": Path}[owner], name, die)
if sys.argv[2] == "os.fsync":
    whole = Path.write_bytes
    Path.write_bytes = lambda path, content: whole(path, content[: len(content) // 2])
files.write(Path(sys.argv[1]), b"new" * 1000)
"""


@unix
@pytest.mark.parametrize("step", STEPS)
def test_a_run_killed_at_any_step_of_the_writing_leaves_the_old_file_or_the_new(
    tmp_path: Path, step: str
) -> None:
    report = tmp_path / "report.xlsx"
    report.write_bytes(b"old")
    run = subprocess.run([sys.executable, "-c", KILLED, str(report), STEPS[step]], check=False)
    assert run.returncode == -signal.SIGKILL
    after = step == "after the exchange"
    assert report.read_bytes() == (b"new" * 1000 if after else b"old")
    assert len(drafts(tmp_path)) == (0 if after or step == "before the draft" else 1)


def test_drafts_of_earlier_days_are_cleared_and_nothing_else_is(tmp_path: Path) -> None:
    names = (
        ".revshare-0123abcd.tmp",
        ".revshare-4567ef01.tmp",
        ".revshare-0123abcd.tmp.xlsx",
        "revshare.tmp",
    )
    for name in names:
        (tmp_path / name).write_bytes(b"half")
    (tmp_path / ".revshare-00000000.tmp").mkdir()
    for name in (names[0], *names[2:], ".revshare-00000000.tmp"):
        os.utime(tmp_path / name, (0, 0))
    files.write(tmp_path / "report.xlsx", b"new")
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == sorted([*names[1:], ".revshare-00000000.tmp", "report.xlsx"])


def test_a_draft_is_as_secret_as_the_file_it_replaces(tmp_path: Path) -> None:
    report = tmp_path / "report.xlsx"
    report.write_bytes(b"old")
    report.chmod(0o600)
    with files.replacing(report) as draft:
        assert draft.stat().st_mode == report.stat().st_mode
        draft.write_bytes(b"new")


WRITES = [(Path, "touch"), (Path, "write_bytes"), (os, "fsync"), (Path, "replace")]


@pytest.mark.parametrize(("owner", "name"), WRITES)
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EACCES])
def test_a_refusal_at_any_step_leaves_the_old_file_and_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, number: int
) -> None:
    report = tmp_path / "report.xlsx"
    report.write_bytes(b"old")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(owner, name, refuse)
        with pytest.raises(ModelError, match=r"^cannot write .*report.xlsx: [^\n]*; [^\n]*$"):
            files.write(report, b"new")
    assert report.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [report]


def test_a_file_system_without_permissions_is_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    report = tmp_path / "report.xlsx"
    report.write_bytes(b"old")
    monkeypatch.setattr(Path, "chmod", refuse)
    files.write(report, b"new")
    assert report.read_bytes() == b"new"


@contextmanager
def small_disk(place: Path) -> Iterator[None]:
    """A disk of 64 kB, where this user may have one."""
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mount.returncode:
        pytest.skip("this user may not mount a disk")
    try:
        yield
    finally:
        subprocess.run(["umount", str(place)], check=True)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts as Linux does")
def test_a_disk_that_is_really_full_keeps_the_old_workbook(
    tmp_path: Path, book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with small_disk(disk):
        out = disk / "deal.xlsx"
        out.write_bytes(b"old" * 20_000)
        assert cli.main(["calc", str(book), "-o", str(out)]) == 2
        assert re.fullmatch(r"revshare: cannot write .*: the disk is full [^\n]*\n", capsys.readouterr().err)
        assert out.read_bytes() == b"old" * 20_000
        assert list(disk.iterdir()) == [out]


@contextmanager
def immutable(path: Path) -> Iterator[None]:
    """What not even root may change."""
    if subprocess.run(["chattr", "+i", str(path)], capture_output=True, check=False).returncode:
        pytest.skip("this file system marks nothing as immutable")
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", str(path)], check=True)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="marks files as Linux does")
@pytest.mark.parametrize("what", ["deal.xlsx", "."])
def test_a_file_or_folder_that_may_not_change_is_left_alone(
    book: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    old = book.read_bytes()
    with immutable(book.parent / what):
        assert cli.main(["calc", str(book)]) == 2
        assert re.fullmatch(r"revshare: cannot write [^\n]*\n", capsys.readouterr().err)
        assert book.read_bytes() == old
        assert list(book.parent.iterdir()) == [book]


COMMANDS = {
    "report": ["report", "-o", "#.xlsx"],
    "report as PDF": ["report", "-o", "other.xlsx", "--pdf"],
    "template": ["template", "-o", "#.xlsx"],
    "calc": ["calc", "#.xlsx"],
    "examples": ["examples", "-o", "#.xlsx"],
    "sensitivity": ["sensitivity", "anthropic-amazon", "operating_profit", "-o", "#.xlsx"],
    "the add-in": ["install", "calc", "-o", "#.xlsx"],
}


@pytest.mark.parametrize(("lock", "program"), [(".~lock.{}#", "LibreOffice"), ("~${}", "Excel")])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_open_in_a_spreadsheet_program_is_left_alone_and_the_work_is_not_begun(
    book: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    lock: str,
    program: str,
) -> None:
    monkeypatch.chdir(book.parent)
    monkeypatch.setattr(libreoffice, "find", lambda: Path("soffice"))
    monkeypatch.setattr("revshare_workbooks.recalculate.formualizer", None)
    old = book.read_bytes()
    (book.parent / "other.pdf").write_bytes(old)
    opened = "other.pdf" if command == "report as PDF" else "deal.xlsx"
    (book.parent / lock.format(opened)).write_bytes(b",Ann,desk")
    assert cli.main([word.replace("#", "deal") for word in COMMANDS[command]]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        f"revshare: cannot write {opened}: it is open in {program}; close it there, or delete "
        f"{lock.format(opened)} beside it if nobody has it open\n"
    )
    assert book.read_bytes() == old
    assert not (book.parent / "other.xlsx").exists()


def test_two_runs_at_once_on_one_file_end_with_a_whole_one(book: Path, tmp_path: Path) -> None:
    calc(book, tmp_path / "alone.xlsx")
    runs = [started("calc", "deal.xlsx", cwd=tmp_path) for _ in range(3)]
    assert ended(*runs) == [0, 0, 0]
    assert values(book) == values(tmp_path / "alone.xlsx")
    assert drafts(tmp_path) == []


def test_a_pdf_that_cannot_be_written_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, old = tmp_path / "made.pdf", tmp_path / "deal.pdf"
    made.write_bytes(b"%PDF-new")
    old.write_bytes(b"%PDF-old")

    @contextmanager
    def converted(*_: object) -> Iterator[Path]:
        yield made

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(libreoffice, "_converted", converted)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refuse)
        with pytest.raises(ModelError, match=r"cannot write .*deal.pdf: the disk is full"):
            libreoffice.to_pdf(tmp_path / "deal.xlsx", old)
    assert old.read_bytes() == b"%PDF-old"
    libreoffice.to_pdf(tmp_path / "deal.xlsx", old)
    assert old.read_bytes() == b"%PDF-new"


def test_a_calculated_workbook_keeps_the_kind_that_its_name_says(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = book.with_suffix(".toml")
    old.write_bytes(b"a case")
    assert cli.main(["calc", str(book), "-o", str(old)]) == 2
    assert "deal.toml must end in .xlsx, as " in capsys.readouterr().err
    assert old.read_bytes() == b"a case"


STOPPED_LATER = """
import os, signal, sys, threading
from revshare_workbooks import cli
threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT)).start()
sys.exit(cli.main(sys.argv[1:]))
"""
STOPPED_WHILE_LOADING = """
import os, signal, sys, time
from revshare_workbooks import cli
def load(name):
    try:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(60)
    except KeyboardInterrupt:
        raise ImportError("a dozen lines of numpy's") from None
cli.import_module = load
sys.exit(cli.main(sys.argv[1:]))
"""


@unix
@pytest.mark.parametrize("code", [STOPPED_LATER, STOPPED_WHILE_LOADING], ids=["at work", "loading"])
def test_a_run_stopped_with_the_keyboard_says_so_in_one_line(book: Path, code: str) -> None:
    old = book.read_bytes()
    run = subprocess.run(
        [sys.executable, "-c", code, "report", "-o", book.name],
        capture_output=True,
        text=True,
        check=False,
        cwd=book.parent,
    )
    assert (run.returncode, run.stdout) == (STOPPED, "")
    assert run.stderr == "revshare: stopped; every file is whole: as it was, or written\n"
    assert book.read_bytes() == old
    assert list(book.parent.iterdir()) == [book]


@unix
@pytest.mark.parametrize("command", ["--help", "lines anthropic-amazon", "functions"])
@pytest.mark.parametrize(
    ("output", "status", "words"),
    [
        ("| true", 0, ""),
        (">&-", 0, ""),
        ("> /dev/full", 2, "revshare: cannot go on: No space left on device\n"),
    ],
)
def test_an_output_that_nobody_takes_ends_without_a_traceback(
    command: str, output: str, status: int, words: str
) -> None:
    if "full" in output and not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    run = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{' '.join(REVSHARE)} {command} {output}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (status, words)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (
            MemoryError(),
            "revshare: not enough memory; close other programs or take fewer paths, years or sheets\n",
        ),
        (OSError(errno.ENOSPC, "no space", "deal"), "revshare: cannot go on: no space (deal)\n"),
        (ModelError("a\x1b[2J"), "revshare: a\\x1b[2J\n"),
        (ModelError("\n".join(map(str, range(60)))), "revshare: and 10 more faults\n"),
    ],
)
def test_what_the_machine_refuses_is_one_line_that_steers_no_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fault: Exception, words: str
) -> None:
    def stumble(_: object) -> int:
        raise fault

    monkeypatch.setattr(cases, "run", stumble)
    monkeypatch.setattr(cli, "_forget_output", lambda: None)
    assert cli.main(["cases"]) == 2
    assert capsys.readouterr().err.endswith(words)
