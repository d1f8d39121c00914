"""Messages between Calc and the bridge."""

from __future__ import annotations

import io

import pytest

from revshare_addin.calc.inside import frames


def test_what_is_packed_is_read_again_to_the_last_bit() -> None:
    message = ["GROW", [[[0.1, 1e-300, "näme"], [None, True, {"error": 32767}]], 1 / 3]]
    assert frames.read(io.BytesIO(frames.packed(message))) == message


def test_messages_follow_one_another() -> None:
    stream = io.BytesIO(frames.packed("one") + frames.packed("two"))
    assert [frames.read(stream), frames.read(stream)] == ["one", "two"]
    with pytest.raises(EOFError):
        frames.read(stream)


@pytest.mark.parametrize("count", [1, 4, 6])
def test_a_message_that_breaks_off_is_the_end(count: int) -> None:
    with pytest.raises(EOFError):
        frames.read(io.BytesIO(frames.packed("answer")[:count]))


def test_what_is_too_long_is_neither_sent_nor_read(monkeypatch: pytest.MonkeyPatch) -> None:
    message = frames.packed("x" * 100)
    monkeypatch.setattr(frames, "LIMIT", 101)
    with pytest.raises(frames.TooLargeError):
        frames.packed("x" * 100)
    with pytest.raises(ValueError, match="102 bytes"):
        frames.read(io.BytesIO(message))


def test_what_is_no_message_is_refused() -> None:
    with pytest.raises(ValueError, match="Expecting"):
        frames.read(io.BytesIO(b"\0\0\0\x05hello"))
