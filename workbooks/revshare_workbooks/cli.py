"""The command line: what to type, and one line for every fault a user can mend.

Only the parser is loaded at start; each command imports what it needs when it runs.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

from revshare_workbooks.exit_status import BAD_INPUT, OK, STOPPED

MOST_LINES = 50
"""Faults told at once; more are counted."""
LONGEST_LINE = 2_000
"""Characters of a fault; what a user wrote may stand in it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns
    -------
    int
        0, 1 if a check failed, 2 if an input is bad (with one line for each fault), 130 if stopped by Ctrl+C.
    """
    try:
        return _run(arguments)
    except BrokenPipeError:
        # The reader, such as head, has seen enough; nothing more can be said to it.
        _forget_output()
        return OK
    except KeyboardInterrupt:
        _stopped()
        return STOPPED
    except OSError as fault:
        _forget_output()
        _say(
            [f"cannot go on: {fault.strerror or fault}" + (f" ({fault.filename})" if fault.filename else "")]
        )
        return BAD_INPUT
    except MemoryError:
        _say(["not enough memory; close other programs or take fewer paths, years or sheets"])
        return BAD_INPUT


def _run(arguments: Sequence[str] | None) -> int:
    if sys.stdout is None:  # closed by whoever started this
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for as long as this runs
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a name that the terminal's encoding lacks is written out
            stream.reconfigure(errors="backslashreplace")
    try:
        options = parser().parse_args(arguments)
    finally:
        print(end="", flush=True)  # the help, of which a reader may have seen enough
    from revshare.errors import ModelError  # noqa: PLC0415 - kept out of --help

    try:
        with _stopped_at_once():
            command = import_module(f"revshare_workbooks.commands.{options.command}")
        status: int = command.run(options)
        print(end="", flush=True)
    except ModelError as fault:
        _say(str(fault).splitlines())
        return BAD_INPUT
    return status


@contextmanager
def _stopped_at_once() -> Iterator[None]:
    """End on Ctrl+C without a word of Python's while modules load.

    There is nothing to tidy up yet, and numpy would take the interruption for a fault in itself.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        _stopped()
        os._exit(STOPPED)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _stopped() -> None:
    print("revshare: stopped; every file is whole: as it was, or written", file=sys.stderr, flush=True)


def _say(lines: list[str]) -> None:
    """Tell the user what to mend; nothing in it steers the terminal."""
    from revshare.case_text import printable  # noqa: PLC0415 - kept out of --help

    more = len(lines) - MOST_LINES
    for line in [*lines[:MOST_LINES], *([f"and {more:,} more faults"] if more > 0 else [])]:
        print(f"revshare: {printable(line[:LONGEST_LINE])}", file=sys.stderr)


def _forget_output() -> None:
    """Send what is still held for a reader who is gone, or a disk that is full, nowhere."""
    with suppress(AttributeError, OSError, ValueError):  # it may be closed already, or no file at all
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Version(argparse.Action):
    """Print the version, and nothing else."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from revshare.version import version  # noqa: PLC0415 - kept out of --help

        print(version())
        parser.exit()


def parser() -> argparse.ArgumentParser:
    """All commands with their arguments and an example each."""
    top = argparse.ArgumentParser(
        prog="revshare",
        description="Who gets what when an AI lab sells through a cloud: finished workbooks from the command line.",
        epilog="revshare COMMAND --help shows each command with an example.",
    )
    top.add_argument("--version", action=_Version, nargs=0, help="show the version and what it computes with")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, text: str, example: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            help=text,
            description=text,
            epilog=f"example: {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    report = add(
        "report", "write a finished report workbook", "revshare report openai-microsoft -o board.xlsx --pdf"
    )
    _case(report, default="anthropic-amazon")
    report.add_argument(
        "-o", "--out", type=Path, metavar="FILE", help="the workbook; CASE.xlsx here if left out"
    )
    report.add_argument("--scenario", metavar="NAME", help="the scenario shown when the book opens (base)")
    report.add_argument("--pdf", action="store_true", help="write a PDF beside it; needs LibreOffice")
    report.add_argument(
        "--paths",
        type=int,
        metavar="N",
        help="simulate N paths for a sheet of its own, Risk; a report that is renewed keeps its own",
    )
    report.add_argument("--seed", type=int, default=1, metavar="N", help="start of their random numbers (1)")

    template = add(
        "template",
        "write a working template: an Inputs sheet, and sheets of RS_ formulas over it",
        "revshare template openai-microsoft -o model.xlsx",
    )
    _case(template, default="anthropic-amazon")
    template.add_argument(
        "-o", "--out", type=Path, metavar="FILE", help="the workbook; CASE-template.xlsx here if left out"
    )
    template.add_argument("--scenario", metavar="NAME", help="the scenario chosen when the book opens (base)")
    template.add_argument(
        "--for",
        dest="host",
        choices=("excel", "calc"),
        default="excel",
        help="whose form of the names (excel)",
    )
    template.add_argument(
        "--macro", action="store_true", help="an .xlsm whose settings name our module to xlwings"
    )

    check = add(
        "check",
        "validate a case or a report, recalculate it and compare every figure; hold any workbook to the rules",
        "revshare check anthropic-amazon",
    )
    check.add_argument(
        "what",
        metavar="CASE|BOOK",
        help="a shipped case, a case file (.toml), a report, or any workbook (.xlsx, .xlsm)",
    )
    check.add_argument("--scenario", metavar="NAME", help="the scenario to check (base)")

    calc = add(
        "calc",
        "calculate a workbook with RS_ and ordinary formulas and store the values",
        "revshare calc model.xlsx -o done.xlsx",
    )
    calc.add_argument("book", type=Path, metavar="BOOK", help="an .xlsx or .xlsm workbook")
    calc.add_argument(
        "-o", "--out", type=Path, metavar="FILE", help="where the result goes; the book itself if left out"
    )

    inputs = add(
        "inputs",
        "list every input of a case with value, range and source",
        "revshare inputs anthropic-amazon --scenario low",
    )
    _case(inputs)
    inputs.add_argument("--scenario", metavar="NAME", help="show the values of this scenario (base)")
    lines = add(
        "lines",
        "list every line of a projected case by year",
        "revshare lines anthropic-amazon --scenario high",
    )
    _case(lines)
    lines.add_argument("--scenario", metavar="NAME", help="the scenario to project (base)")

    _beside_each_other(add)
    _risk(add)

    add("cases", "list the shipped cases", "revshare cases")
    facts = add("facts", "find what is publicly said, with source and date", 'revshare facts "gross margin"')
    facts.add_argument(
        "text",
        nargs="?",
        default="",
        metavar="TEXT",
        help="text to find, a fact such as F001, or a group such as C12",
    )
    functions = add(
        "functions", "list the cell functions, or explain one", "revshare functions RS_PROFIT_SHARE"
    )
    functions.add_argument("name", nargs="?", metavar="NAME", help="one function")

    examples = add(
        "examples",
        "write a workbook that works each method once, in ordinary formulas",
        "revshare examples -o examples.xlsx",
    )
    examples.add_argument(
        "-o", "--out", type=Path, metavar="FILE", help="the workbook; examples.xlsx here if left out"
    )

    install = add("install", "put the cell functions into a spreadsheet program", "revshare install calc")
    hosts = install.add_subparsers(dest="host", required=True, metavar="PROGRAM")
    in_calc = hosts.add_parser("calc", help="LibreOffice Calc, for the current user")
    instead = in_calc.add_mutually_exclusive_group()
    instead.add_argument("-o", "--out", type=Path, metavar="FILE.oxt", help="only write the extension")
    instead.add_argument("--remove", action="store_true", help="take the functions out again")
    hosts.add_parser("excel", help="Excel on Windows, through xlwings, for the current user")
    in_lite = hosts.add_parser(
        "lite", help="Excel on Windows, Mac and web, through xlwings Lite: writes its files"
    )
    in_lite.add_argument(
        "-o",
        "--out",
        type=Path,
        metavar="FOLDER",
        default=Path("revshare-lite"),
        help="revshare-lite here if left out",
    )
    return top


def _risk(add: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    """The commands that let inputs vary."""
    sensitivity = add(
        "sensitivity",
        "show what a line comes to over values of one input, or which inputs swing it most",
        "revshare sensitivity anthropic-amazon share.amazon contracts.amazon.rate --values 0.4 0.45 0.5",
    )
    _case(sensitivity)
    sensitivity.add_argument("line", metavar="LINE", help="a line, as revshare lines prints it")
    sensitivity.add_argument(
        "driver", nargs="?", metavar="DRIVER", help="an input, as revshare inputs prints it; all if left out"
    )
    sensitivity.add_argument(
        "--values", nargs="+", metavar="VALUE", help="its values; steps over its range if left out"
    )
    sensitivity.add_argument("--by", metavar="DRIVER", help="a second input, for a table of two")
    sensitivity.add_argument(
        "--by-values", nargs="+", metavar="VALUE", help="its values; steps over its range if left out"
    )
    _table(sensitivity)
    sensitivity.add_argument("--scenario", metavar="NAME", help="the scenario it starts from (base)")
    simulate = add(
        "simulate",
        "show a line by year over random paths of every uncertain input",
        "revshare simulate anthropic-amazon operating_profit --paths 10000 --seed 1",
    )
    _case(simulate)
    simulate.add_argument(
        "line", nargs="?", default="operating_profit", metavar="LINE", help="a line (operating_profit)"
    )
    simulate.add_argument("--paths", type=int, default=10_000, metavar="N", help="how many paths (10,000)")
    simulate.add_argument("--seed", type=int, default=1, metavar="N", help="start of the random numbers (1)")
    simulate.add_argument("--scenario", metavar="NAME", help="the scenario it starts from (base)")
    simulate.add_argument(
        "--antithetic", action="store_true", help="mirror every other path, which makes means surer"
    )
    simulate.add_argument("--threads", type=int, metavar="N", help="threads to work on (all processors)")
    simulate.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="a Dask scheduler, such as tcp://host:8786, or local for two processes here",
    )
    _table(simulate)


def _beside_each_other(add: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    """The commands that set cases beside each other."""
    diff = add(
        "diff",
        "show what changed between two cases or workbooks, and what that did to the headline figures",
        "revshare diff anthropic-amazon report.xlsx --line operating_profit",
    )
    for place, letter in (("first", "A"), ("second", "B")):
        diff.add_argument(
            place, metavar=letter, help="a shipped case, a case file (.toml), a report or a template"
        )
    diff.add_argument("--scenario", metavar="NAME", help="the scenario of both (what each has chosen)")
    diff.add_argument(
        "--line", metavar="LINE", help="what each change does alone to a line, as revshare lines prints it"
    )

    compare = add(
        "compare",
        "show the headline figures of several cases side by side, and where their deals cost the lab the same",
        "revshare compare anthropic-amazon openai-microsoft --scenario low",
    )
    compare.add_argument(
        "cases",
        nargs="+",
        metavar="CASE|FILE",
        help="two or more: shipped cases, case files (.toml), or reports (.xlsx); the first is set against each other",
    )
    compare.add_argument(
        "--scenario", metavar="NAME", help="the scenario of all (base, or what a report has chosen)"
    )
    compare.add_argument(
        "--paths", type=int, metavar="N", help="also how often the first deal costs less, over N random paths"
    )
    compare.add_argument("--seed", type=int, default=1, metavar="N", help="start of their random numbers (1)")
    _table(compare)


def _table(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "-o",
        "--out",
        type=Path,
        metavar="FILE",
        help="write the table to FILE instead, an .xlsx, .csv or .parquet; what it rests on stands with it",
    )


def _case(command: argparse.ArgumentParser, default: str | None = None) -> None:
    text = "a shipped case, a case file (.toml), or a report (.xlsx) whose inputs are read"
    text += f"; {default} if left out" if default else ""
    if default:
        command.add_argument("case", nargs="?", default=default, metavar="CASE|FILE", help=text)
    else:
        command.add_argument("case", metavar="CASE|FILE", help=text)


if __name__ == "__main__":
    sys.exit(main())
