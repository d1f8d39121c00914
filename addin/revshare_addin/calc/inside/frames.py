"""Messages between Calc and the bridge: a length of four bytes, then that much JSON."""

from __future__ import annotations

import json
from typing import IO, Any

LIMIT = 64 * 2**20
"""Bytes of one message; a whole column of numbers has a third of it."""

_LENGTH = 4


class TooLargeError(Exception):
    """A message is longer than the limit."""


def packed(message: object) -> bytes:
    """Lay a message out as it is sent.

    Raises
    ------
    TooLargeError
        If it is longer than the limit.
    """
    body = json.dumps(message, allow_nan=False, separators=(",", ":")).encode("ascii")
    if len(body) > LIMIT:
        raise TooLargeError
    return len(body).to_bytes(_LENGTH, "big") + body


def read(stream: IO[bytes]) -> Any:
    """Read one message.

    Raises
    ------
    EOFError
        If the other side is gone.
    ValueError
        If what comes is no message, or is longer than the limit.
    """
    length = int.from_bytes(_exactly(stream, _LENGTH), "big")
    if length > LIMIT:
        raise ValueError(f"a message of {length} bytes is announced")
    return json.loads(_exactly(stream, length))


def _exactly(stream: IO[bytes], count: int) -> bytes:
    found = stream.read(count)
    if len(found) < count:
        raise EOFError
    return found
