"""The process that answers Calc."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

from revshare_addin.calc import bridge
from revshare_addin.calc.extension import command
from revshare_addin.calc.inside import frames


def said(*questions: object) -> list[object]:
    """Everything the bridge says when it is asked these questions and then left."""
    answers = io.BytesIO()
    bridge.serve(io.BytesIO(b"".join(map(frames.packed, questions))), answers)
    answers.seek(0)
    found = []
    while answers.tell() < len(answers.getvalue()):
        found.append(frames.read(answers))
    return found


def test_it_says_that_it_is_ready_and_answers_until_it_is_left() -> None:
    assert said(["GROW", [100.0, 0.5, 2.0]], ["GROW", [1.0, 1.0, 1.0]]) == [
        "ready",
        [[100.0, 150.0]],
        [[1.0]],
    ]


def test_a_defect_is_one_line_in_its_cell_and_does_not_stop_the_next_question(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = iter([ZeroDivisionError("by zero"), [[2.0]]])

    def call(_name: str, _arguments: list[object]) -> object:
        if isinstance(answer := next(calls), Exception):
            raise answer
        return answer

    monkeypatch.setattr(bridge, "call", call)
    assert said(["GROW", []], ["GROW", []]) == [
        "ready",
        [["#VALUE! GROW failed, which is a defect of revshare (ZeroDivisionError: by zero)"]],
        [[2.0]],
    ]
    assert "Traceback" in capsys.readouterr().err


def test_an_answer_that_is_too_long_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    question = frames.packed(["GROW", [100.0, 0.5, 1000.0]])
    monkeypatch.setattr(frames, "LIMIT", 1000)
    answers = io.BytesIO()
    bridge.serve(io.BytesIO(question), answers)
    assert b"#VALUE! the answer of GROW is too large for Calc" in answers.getvalue()


def test_nothing_that_prints_gets_among_the_answers_and_its_end_is_the_end_of_its_input() -> None:
    noisy = "import revshare_addin.calc.bridge as b; b.call = lambda *_: print('noise') or [[1.0]]; b.main()"
    question = frames.packed(["GROW", []])
    run = subprocess.run(
        [sys.executable, "-c", noisy], input=question, capture_output=True, timeout=60, check=True
    )
    assert run.stdout == frames.packed("ready") + frames.packed([[1.0]])
    assert run.stderr == b"noise\n"


def test_the_command_of_the_extension_starts_it_and_no_folder_or_setting_of_calc_gets_in() -> None:
    run = subprocess.run(
        command(sys.executable),
        input=b"",
        capture_output=True,
        timeout=60,
        check=True,
        env={"PYTHONHOME": "/nowhere", "PYTHONPATH": "/nowhere"},
    )
    assert run.stdout == frames.packed("ready")
