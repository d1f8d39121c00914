"""How results look in a terminal: tables that fit, plain text when nobody watches."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from textwrap import fill
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rich.console import Console

PLAIN_WIDTH, PAGE_WIDTH = 160, 98
"""Characters of a line where nobody watches: of a table at least, and of running text at most."""

_GAP = re.compile(r" *\S+(?: \S+)* {2,}| +")
"""What stands left of a text in a list: a word and a gap, or an indent."""

_APART, _WRAPPED, _SHORT, _FEW = 3, 16, 12, 3
"""Characters between columns, of a text that wraps, at least, and of one left out last; numbers that texts stand by."""

PATIENCE = 1.0
"""Seconds after which whoever watches sees how far it is."""


def console() -> Console:
    """A console as wide as the terminal, or wide enough for a file or a pipe."""
    from rich.console import Console  # noqa: PLC0415 - a tenth of a second that a report does not need

    watched = sys.stdout.isatty()
    # What a case says is shown as it stands: square brackets and colons are no markup.
    made = Console(
        width=None if watched else PLAIN_WIDTH,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=not watched,
    )
    made.on_broken_pipe = _reader_is_gone  # type: ignore[method-assign]
    return made


def _reader_is_gone() -> None:
    """Leave it to the command line that the reader has seen enough; rich would end as a failed check does."""
    raise BrokenPipeError


def show_table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()) -> None:
    """Print a table; `right` names the columns that hold numbers.

    Numbers and the first column are never cut. Where a terminal has no room, texts wrap; then the last of them are
    left out, and said to be; then the numbers stand in several tables, one below the other.
    """
    table = [tuple(columns), *(tuple(row) for row in rows)]
    numbers = set(right)
    natural = {place: max(len(row[place]) for row in table[1:] or table) for place in range(len(columns))}
    for place, name in enumerate(columns):
        # A heading of several words wraps above its numbers.
        words = name.split() if place in numbers else [name]
        natural[place] = max(natural[place], *map(len, words or [""]))
    said = console()
    if not sys.stdout.isatty():
        said.width = max(PLAIN_WIDTH, sum(natural.values()) + _APART * len(natural))
        _print_table(table, natural, numbers, said)
        return
    texts = [place for place in natural if place not in numbers]
    least = natural | {place: min(natural[place], _WRAPPED) for place in texts[1:]}
    # A name to type again keeps to one line as far as it can; words may wrap.
    is_prose = any(" " in row[0] for row in table[1:])
    least |= {place: min(natural[place], _WRAPPED if is_prose else said.width // 2) for place in texts[:1]}
    few = {place: natural[place] for place in sorted(numbers)[:_FEW]}
    left_out = []
    while len(texts) > 1 and _wide({place: least[place] for place in texts} | few) > said.width:
        longer = [place for place in texts[1:] if natural[place] > _SHORT]
        texts.remove(dropped := (longer or texts)[-1])
        left_out.append(columns[dropped])
    for band in _bands(sorted(numbers), texts, least, said.width):
        shown = sorted({*texts, *band})
        widths = _stretched({place: least[place] for place in shown}, natural, said.width)
        _print_table(table, widths, numbers, said)
    if left_out:
        names = ", ".join(reversed(left_out))
        said.print(f"no room here for: {names}; widen the terminal, or send the output to a file")


def _wide(widths: Mapping[int, int]) -> int:
    """Characters across columns and what stands between them."""
    return sum(widths.values()) + _APART * len(widths)


def _bands(numbers: list[int], texts: list[int], least: Mapping[int, int], room: int) -> list[list[int]]:
    """Number columns in groups that fit beside the texts, at least one in each."""
    beside = {place: least[place] for place in texts}
    bands: list[list[int]] = [[]]
    for place in numbers:
        tried = beside | {one: least[one] for one in [*bands[-1], place]}
        if bands[-1] and _wide(tried) > room:
            bands.append([])
        bands[-1].append(place)
    return bands


def _stretched(widths: dict[int, int], natural: Mapping[int, int], room: int) -> dict[int, int]:
    """Give the room that is left to the columns that wrap, those that need least first."""
    for place in sorted(widths, key=lambda one: natural[one] - widths[one]):
        widths[place] += max(0, min(natural[place] - widths[place], room - _wide(widths)))
    return widths


def _print_table(
    table: Sequence[Sequence[str]], widths: Mapping[int, int], numbers: Collection[int], said: Console
) -> None:
    """Print some columns of a table, headings first, each as wide as is said."""
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    heads, *rows = table
    for place, width in sorted(widths.items()):
        justify: Literal["left", "right"] = "right" if place in numbers else "left"
        drawn.add_column(heads[place], justify=justify, width=width, overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(row[place]) for place in sorted(widths)))
    said.print(drawn)


def width() -> int:
    """Characters of a line: of the terminal, or of a page where nobody watches."""
    return min(console().width, PAGE_WIDTH)


def hanging(text: str) -> str:
    """Lines of a text no wider than the terminal; what stands right of a gap goes on below it."""
    if not sys.stdout.isatty():
        return text
    return "\n".join(_hung(line) for line in text.splitlines())


def _hung(line: str) -> str:
    gap = _GAP.match(line)
    indent = " " * len(gap[0]) if gap else ""
    room = console().width
    return fill(line, room, subsequent_indent=indent, drop_whitespace=True) if len(line) > room else line


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar for whoever watches, once it takes more than a moment; it is told how much is done."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress, TextColumn  # noqa: PLC0415

    bar = Progress(
        *Progress.get_default_columns(),
        TextColumn("{task.fields[pace]}"),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    task = bar.add_task(what, total=total, pace="")
    began = time.perf_counter()

    def told(done: int) -> None:
        seconds = time.perf_counter() - began
        if seconds > PATIENCE:
            bar.start()
        bar.update(task, completed=done, pace=f"{done / max(seconds, 1e-9):,.0f} {what} a second")

    try:
        yield told
    finally:
        bar.stop()


@contextmanager
def working(what: str) -> Iterator[None]:
    """A word on what takes a while, for whoever watches; it is gone when that is done."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console  # noqa: PLC0415

    with Console(stderr=True).status(f"{what} ..."):
        yield


def amount(value: float) -> str:
    """Money without decimals where it is large; brackets where it is negative."""
    text = f"{abs(value):,.0f}" if abs(value) >= 100 else f"{abs(value):,.1f}"
    return f"({text})" if value < 0 else text


def percent(value: float) -> str:
    """A fraction as a percentage with one decimal."""
    return "n/a" if value != value else f"{value:.1%}"  # noqa: PLR0124 - only NaN differs from itself
