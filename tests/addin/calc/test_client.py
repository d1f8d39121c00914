"""Calc's end of the bridge, with small stand-ins for the process."""

from __future__ import annotations

import ast
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from revshare_addin.calc.inside import client, frames
from revshare_addin.calc.inside.client import Bridge, NoAnswerError

INSIDE = Path(client.__file__).parent

SPEAK = """
import json, os, sys, time
def say(message):
    body = json.dumps(message).encode()
    sys.stdout.buffer.write(len(body).to_bytes(4, "big") + body)
    sys.stdout.buffer.flush()
def hear():
    length = sys.stdin.buffer.read(4)
    return json.loads(sys.stdin.buffer.read(int.from_bytes(length, "big"))) if length else sys.exit()
"""
ECHO = """
say("ready")
while True:
    question = hear()
    if question == "die":
        sys.exit("out of memory")
    if question == "sleep":
        time.sleep(600)
    say(os.getpid() if question == "who" else question)
"""

Maker = Callable[..., Bridge]


@pytest.fixture
def bridge() -> Iterator[Maker]:
    """Give the maker of a bridge to a stand-in; all are ended afterwards."""
    made = []

    def make(program: str = ECHO, patience: float = 20.0, rest: float = 0.0) -> Bridge:
        command = [sys.executable, "-c", SPEAK + textwrap.dedent(program)]
        made.append(Bridge(command, patience=patience, rest=rest))
        return made[-1]

    yield make
    for each in made:
        each.end()


def test_one_process_answers_one_question_after_another(bridge: Maker) -> None:
    asked = bridge()
    assert asked.ask(["a", 1.5, None]) == ["a", 1.5, None]
    assert asked.ask("who") == asked.ask("who")


def test_a_long_message_goes_through_while_the_other_side_reads_slowly(bridge: Maker) -> None:
    message = ["x" * 1_000_000]
    assert bridge().ask(message) == message


def test_a_process_that_was_ended_is_replaced_unseen(bridge: Maker) -> None:
    asked = bridge()
    first = asked.ask("who")
    assert asked._running is not None
    asked._running._process.kill()
    asked._running._process.wait()
    assert asked.ask("who") != first


def test_a_question_that_crashes_it_twice_is_answered_with_its_last_words(bridge: Maker) -> None:
    asked = bridge()
    assert asked.ask("fine") == "fine"
    with pytest.raises(
        NoAnswerError, match=r"^the calculation crashed \(out of memory\); press Ctrl\+Shift\+F9"
    ):
        asked.ask("die")
    assert asked.ask("fine") == "fine"


def test_a_wait_has_an_end_and_the_process_with_it(bridge: Maker) -> None:
    asked = bridge(patience=1.0)
    assert asked.ask("fine") == "fine"
    assert asked._running is not None
    process = asked._running._process
    with pytest.raises(NoAnswerError, match=r"^no answer within 1 seconds; press Ctrl\+Shift\+F9"):
        asked.ask("sleep")
    assert process.poll() is not None
    assert asked.ask("fine") == "fine"


def test_after_a_fault_it_rests_and_every_cell_says_why_at_once(bridge: Maker) -> None:
    asked = bridge(rest=600.0)
    with pytest.raises(NoAnswerError, match="crashed"):
        asked.ask("die")
    with pytest.raises(NoAnswerError, match="crashed"):
        asked.ask("fine")
    assert asked._running is None


def test_a_program_that_is_gone_is_named_with_the_cure(tmp_path: Path) -> None:
    gone = tmp_path / "python"
    with pytest.raises(NoAnswerError) as fault:
        Bridge([str(gone)]).ask("fine")
    assert str(fault.value) == (
        f"cannot start {gone} (No such file or directory); in a terminal run: revshare install calc"
    )


def test_a_python_without_revshare_is_named_with_its_last_words(bridge: Maker) -> None:
    with pytest.raises(
        NoAnswerError,
        match=r"cannot run revshare \(ModuleNotFoundError: No module named 'gone'\); in a terminal",
    ):
        bridge("import gone").ask("fine")


def test_one_that_ends_without_a_word_is_reported_too(bridge: Maker) -> None:
    with pytest.raises(NoAnswerError, match="no reason given"):
        bridge("sys.exit()").ask("fine")


@pytest.mark.parametrize(
    "answer", ["sys.stdout.write('hello world')", "say('ready'); os.write(1, b'\\xff' * 9)"]
)
def test_what_says_something_else_is_not_believed(bridge: Maker, answer: str) -> None:
    with pytest.raises(NoAnswerError):
        bridge(f"{answer}; sys.stdout.flush(); hear()").ask("fine")


def test_ranges_that_are_too_large_are_refused_before_they_are_sent(
    bridge: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = bridge()
    monkeypatch.setattr(frames, "LIMIT", 100)
    with pytest.raises(NoAnswerError, match=r"^the ranges are too large to hand over"):
        asked.ask("x" * 100)
    assert asked._running is None


@pytest.mark.parametrize("path", sorted(INSIDE.glob("*.py")), ids=lambda path: path.name)
def test_what_runs_inside_calc_is_plain_python_of_its_oldest_kind(path: Path) -> None:
    """LibreOffice brings its own Python, with nothing installed; 7.4 has 3.8 on Windows and macOS."""
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {
        node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level
    }
    known = sys.stdlib_module_names | {"unohelper", "com", "org"}
    assert {name.partition(".")[0] for name in names} <= known
