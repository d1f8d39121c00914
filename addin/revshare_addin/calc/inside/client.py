"""Calc's end of the bridge: it starts the user's Python, asks it, and starts it again after a crash.

The two are joined by pipes that nobody else can open: nothing listens, there is no port and no secret to keep,
and the process ends by itself when Calc ends, because its input ends.
"""

from __future__ import annotations

import queue
import subprocess
import threading
import time
from collections import deque
from typing import IO, Any

from . import frames

PATIENCE = 60.0
"""Seconds for the start, and for one answer; Calc stands still meanwhile."""

REST = 5.0
"""Seconds after a fault in which it is not started again: a thousand cells must not wait one by one."""

FAREWELL = 2.0

_NO_WINDOW = 0x0800_0000
_CURE = "in a terminal run: revshare install calc"
_AGAIN = "press Ctrl+Shift+F9 to try again"


class NoAnswerError(Exception):
    """The bridge did not answer; the text is one line for the cell."""


class _EndedError(Exception):
    """The process is gone."""


class Bridge:
    """The process in the user's own Python; it is started when it is first asked.

    Parameters
    ----------
    command
        Program and arguments.
    patience, rest
        Seconds to wait for an answer, and to leave it alone after a fault.
    """

    def __init__(self, command: list[str], patience: float = PATIENCE, rest: float = REST) -> None:
        self._command = command
        self._patience = patience
        self._rest = rest
        self._running: _Running | None = None
        self._fault = NoAnswerError()
        self._resume = 0.0
        self._lock = threading.Lock()

    def ask(self, question: object) -> Any:
        """Send a question and wait for its answer.

        Raises
        ------
        NoAnswerError
            If there is none; its text says why and what to do.
        """
        try:
            message = frames.packed(question)
        except frames.TooLargeError:
            raise NoAnswerError(
                "the ranges are too large to hand over; give only the cells that are used"
            ) from None
        with self._lock:
            if self._running is None and time.monotonic() < self._resume:
                raise self._fault
            try:
                return self._answer(message)
            except NoAnswerError as fault:
                self.end()
                self._fault, self._resume = fault, time.monotonic() + self._rest
                raise

    def end(self) -> None:
        """End the process, if there is one."""
        if self._running is not None:
            self._running.end()
            self._running = None

    def _answer(self, message: bytes) -> Any:
        if self._running is not None:
            try:
                return self._running.ask(message, self._patience)
            except _EndedError:
                # It crashed, now or since the last call, or somebody ended it: once more, with a new one.
                self.end()
        try:
            self._running = _Running(self._command)
            self._running.ask(None, self._patience)
        except OSError as fault:
            raise NoAnswerError(f"cannot start {self._command[0]} ({fault.strerror}); {_CURE}") from None
        except _EndedError as fault:
            raise NoAnswerError(f"{self._command[0]} cannot run revshare ({fault}); {_CURE}") from None
        try:
            return self._running.ask(message, self._patience)
        except _EndedError as fault:
            raise NoAnswerError(f"the calculation crashed ({fault}); {_AGAIN}") from None


class _Running:
    """One process and the threads that talk to it, so that a wait can always be given up."""

    def __init__(self, command: list[str]) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - the interpreter that installed the extension
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            creationflags=_NO_WINDOW if hasattr(subprocess, "STARTUPINFO") else 0,
        )
        self._questions: queue.Queue[bytes | None] = queue.Queue()
        self._answers: queue.Queue[tuple[Any] | None] = queue.Queue()
        self._last_words: deque[bytes] = deque([b"no reason given"], maxlen=1)
        self._hearing = threading.Thread(target=self._hear, args=(self._process.stderr,), daemon=True)
        self._hearing.start()
        threading.Thread(
            target=self._talk, args=(self._process.stdin, self._process.stdout), daemon=True
        ).start()

    def ask(self, message: bytes | None, patience: float) -> Any:
        """Answer what the process says to a message; to none, what it says when it is ready."""
        if message is not None:
            self._questions.put(message)
        try:
            answer = self._answers.get(timeout=patience)
        except queue.Empty:
            raise NoAnswerError(f"no answer within {patience:g} seconds; {_AGAIN}") from None
        if answer is None:
            self._hearing.join(FAREWELL)
            raise _EndedError(self._last_words[0].decode(errors="replace").strip())
        return answer[0]

    def end(self) -> None:
        """End the process; each thread then lets go of its pipes."""
        self._questions.put(None)
        self._process.kill()
        self._process.wait()

    def _talk(self, questions: IO[bytes], answers: IO[bytes]) -> None:
        try:
            with questions, answers:
                self._answers.put((frames.read(answers),))
                for message in iter(self._questions.get, None):
                    questions.write(message)
                    questions.flush()
                    self._answers.put((frames.read(answers),))
        except (EOFError, OSError, ValueError):
            self._answers.put(None)

    def _hear(self, errors: IO[bytes]) -> None:
        with errors:
            self._last_words.extend(line for line in errors if line.strip())
