"""A file is whole or not there."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from revshare.errors import ModelError
from revshare_workbooks import files


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.xlsx"
    path.write_bytes(b"old")
    return path


def test_new_content_replaces_the_old_and_leaves_nothing_beside_it(report: Path) -> None:
    files.write(report, b"new")
    assert report.read_bytes() == b"new"
    assert [path.name for path in report.parent.iterdir()] == ["report.xlsx"]


def test_a_file_that_was_not_there_is_written(tmp_path: Path) -> None:
    files.write(tmp_path / "Bericht für März.xlsx", b"new")
    assert (tmp_path / "Bericht für März.xlsx").read_bytes() == b"new"


def test_a_relative_name_is_written_where_the_user_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    files.write(Path("report.xlsx"), b"new")
    assert (tmp_path / "report.xlsx").read_bytes() == b"new"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows one permission, read-only")
def test_the_permissions_of_the_old_file_are_kept(report: Path) -> None:
    report.chmod(0o640)
    files.write(report, b"new")
    assert stat.S_IMODE(report.stat().st_mode) == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_a_link_stays_a_link_to_the_new_content(report: Path) -> None:
    link = report.with_name("latest.xlsx")
    link.symlink_to(report)
    files.write(link, b"new")
    assert link.is_symlink()
    assert report.read_bytes() == b"new"


def test_a_failing_writer_leaves_the_old_file_and_no_draft(report: Path) -> None:
    def stumble() -> None:
        with files.replacing(report) as draft:
            draft.write_bytes(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()
    assert report.read_bytes() == b"old"
    assert list(report.parent.iterdir()) == [report]


def test_a_killed_run_leaves_the_old_file_whole(report: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from revshare_workbooks import files\n"
        "with files.replacing(Path(sys.argv[1])) as draft:\n"
        "    draft.write_bytes(b'half'); print('writing', flush=True); time.sleep(60)\n"
    )
    run = subprocess.Popen([sys.executable, "-c", code, str(report)], stdout=subprocess.PIPE)
    with run:
        assert run.stdout is not None
        run.stdout.readline()
        run.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
    assert report.read_bytes() == b"old"


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"cannot write .*: it is a folder; give a file name in it$"):
        files.write(tmp_path, b"new")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"there is no folder .*reports; create it$"):
        files.write(tmp_path / "reports" / "deal.xlsx", b"new")


def test_a_file_in_place_of_the_folder_is_refused(report: Path) -> None:
    with pytest.raises(ModelError, match=r"cannot write .*: there is no folder"):
        files.write(report / "deal.xlsx", b"new")


def test_a_file_marked_read_only_is_left_alone(report: Path) -> None:
    report.chmod(0o444)
    with pytest.raises(ModelError, match="marked read-only; unmark it or choose another"):
        files.write(report, b"new")
    assert report.read_bytes() == b"old"


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="no devices here")
def test_a_device_is_not_replaced() -> None:
    with pytest.raises(ModelError, match="device or pipe"):
        files.write(Path("/dev/null"), b"new")


def test_a_name_too_long_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="the name is too long"):
        files.write(tmp_path / ("n" * 300 + ".xlsx"), b"new")


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on file sizes on Windows")
def test_a_full_disk_leaves_the_old_file_and_says_what_to_do(report: Path) -> None:
    import resource  # noqa: PLC0415 - not there on Windows

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, limits[1]))
    try:
        with pytest.raises(ModelError, match="disk is full or your quota is used up; free some space"):
            files.write(report, bytes(1 << 17))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert report.read_bytes() == b"old"
    assert list(report.parent.iterdir()) == [report]


def test_a_disk_that_fills_up_under_another_writer_is_said_too(report: Path) -> None:
    with (
        pytest.raises(ModelError, match=r"cannot write .*report.xlsx: the disk is full"),
        files.replacing(report),
    ):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert report.read_bytes() == b"old"


def test_a_fault_of_the_writers_own_is_not_blamed_on_the_file(report: Path) -> None:
    with pytest.raises(FileNotFoundError), files.replacing(report):
        Path("nowhere.toml").read_bytes()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "open in another program or you may not write there"),
        (errno.EROFS, "the disk is read-only"),
        (errno.EIO, os.strerror(errno.EIO)),
    ],
)
def test_a_refusal_of_the_system_becomes_one_line(
    report: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def refuse(draft: Path, target: Path) -> None:
        raise OSError(number, os.strerror(number), str(draft), None, str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ModelError, match=words) as caught:
        files.write(report, b"new")
    assert str(caught.value).startswith(f"cannot write {report}: ")
    assert "\n" not in str(caught.value)
    assert report.read_bytes() == b"old"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_refused(report: Path) -> None:
    report.parent.chmod(0o555)
    with contextlib.ExitStack() as stack:
        stack.callback(report.parent.chmod, 0o755)
        with pytest.raises(ModelError, match="you may not write there"):
            files.write(report, b"new")
