"""The process in the user's own Python that answers Calc: ``python -m revshare_addin.calc.bridge``.

It reads questions from its input and ends when that ends, which is when Calc ends.
"""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import suppress
from typing import IO

from revshare_addin.calc.adapter import call
from revshare_addin.calc.inside import frames
from revshare_addin.cells import ErrorCode

READY = "ready"


def main() -> None:
    """Answer on what was standard output; whatever else prints must not fall among the answers."""
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        serve(sys.stdin.buffer, answers)


def serve(questions: IO[bytes], answers: IO[bytes]) -> None:
    """Say that it is ready, then answer each question, until there are no more."""
    with suppress(EOFError, BrokenPipeError):
        _send(answers, frames.packed(READY))
        while True:
            name, arguments = frames.read(questions)
            _send(answers, _answered(name, arguments))


def _answered(name: str, arguments: list[object]) -> bytes:
    try:
        return frames.packed(call(name, arguments))
    except frames.TooLargeError:
        return frames.packed([[f"{ErrorCode.VALUE} the answer of {name} is too large for Calc"]])
    except Exception as defect:  # noqa: BLE001 - in one function it must not end the others
        traceback.print_exc()
        said = f"{ErrorCode.VALUE} {name} failed, which is a defect of revshare ({type(defect).__name__}: {defect})"
        return frames.packed([[said]])


def _send(answers: IO[bytes], message: bytes) -> None:
    answers.write(message)
    answers.flush()


if __name__ == "__main__":
    main()
