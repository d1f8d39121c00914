"""Other programs, run and quoted."""

from __future__ import annotations

import sys

import pytest

from revshare.errors import ModelError
from revshare_addin.programs import last_words, run


def say(code: str, **more: float) -> str:
    return last_words(
        run([sys.executable, "-c", code], patience=more.get("patience", 60), too_slow="too slow")
    )


def test_the_last_line_is_the_reason() -> None:
    assert say("print('first'); print('Error: no room.'); print(' ')") == "no room"
    assert say("raise SystemExit('ERROR: locked')") == "locked"
    assert say("") == "no reason given"


def test_a_program_asks_nothing_and_is_not_waited_for_without_end() -> None:
    assert say("print(repr(input()))").startswith("EOFError")
    with pytest.raises(ModelError, match="too slow"):
        say("import time; time.sleep(60)", patience=0.2)


def test_the_surroundings_are_those_given() -> None:
    done = run(
        [sys.executable, "-c", "import os; print(os.environ.get('WORD'))"],
        patience=60,
        too_slow="",
        surroundings={"WORD": "here"},
    )
    assert last_words(done) == "here"


def test_a_program_that_is_not_there_is_the_callers_to_name() -> None:
    with pytest.raises(FileNotFoundError):
        run(["/nowhere/at/all"], patience=1, too_slow="")
