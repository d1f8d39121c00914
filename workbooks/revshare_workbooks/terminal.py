"""How results look in a terminal: tables that fit, plain text when nobody watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

PLAIN_WIDTH = 160

PATIENCE = 1.0
"""Seconds after which whoever watches sees how far it is."""


def console() -> Console:
    """A console as wide as the terminal, or wide enough for a file or a pipe."""
    from rich.console import Console  # noqa: PLC0415 - a tenth of a second that a report does not need

    watched = sys.stdout.isatty()
    return Console(width=None if watched else PLAIN_WIDTH, highlight=False, soft_wrap=not watched)


def show_table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()) -> None:
    """Print a table; `right` names the columns that hold numbers."""
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    numbers = set(right)
    for place, name in enumerate(columns):
        table.add_column(name, justify="right" if place in numbers else "left", no_wrap=place in numbers)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console().print(table)


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar for whoever watches, once it takes more than a moment; it is told how much is done."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    bar = Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
    task = bar.add_task(what, total=total)
    began = time.perf_counter()

    def told(done: int) -> None:
        if time.perf_counter() - began > PATIENCE:
            bar.start()
        bar.update(task, completed=done)

    try:
        yield told
    finally:
        bar.stop()


def amount(value: float) -> str:
    """Money without decimals where it is large; brackets where it is negative."""
    text = f"{abs(value):,.0f}" if abs(value) >= 100 else f"{abs(value):,.1f}"
    return f"({text})" if value < 0 else text


def percent(value: float) -> str:
    """A fraction as a percentage with one decimal."""
    return "n/a" if value != value else f"{value:.1%}"  # noqa: PLR0124 - only NaN differs from itself
