"""The command line: what to type, and one line for every fault a user can mend.

Only the parser is loaded at start; each command imports what it needs when it runs.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

OK, CHECK_FAILED, BAD_INPUT = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns
    -------
    int
        0, 1 if a check failed, 2 if an input is bad (with one line for each fault).
    """
    options = parser().parse_args(arguments)
    from revshare.errors import ModelError  # noqa: PLC0415 - kept out of --help

    try:
        command = import_module(f"revshare_workbooks.commands.{options.command}")
        status: int = command.run(options)
        sys.stdout.flush()
    except ModelError as fault:
        print("\n".join(f"revshare: {line}" for line in str(fault).splitlines()), file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        # The reader, such as head, has seen enough; nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        print("revshare: stopped; nothing was written", file=sys.stderr)
        return BAD_INPUT
    return status


def parser() -> argparse.ArgumentParser:
    """All commands with their arguments and an example each."""
    top = argparse.ArgumentParser(
        prog="revshare",
        description="Who gets what when an AI lab sells through a cloud: finished workbooks from the command line.",
        epilog="revshare COMMAND --help shows each command with an example.",
    )
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

    check = add(
        "check",
        "validate a case or a report, recalculate it and compare every figure",
        "revshare check anthropic-amazon",
    )
    check.add_argument(
        "what", metavar="CASE|FILE", help="a shipped case, a case file (.toml), or a report (.xlsx)"
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
    return top


def _case(command: argparse.ArgumentParser, default: str | None = None) -> None:
    text = "a shipped case, a case file (.toml), or a report (.xlsx) whose inputs are read"
    text += f"; {default} if left out" if default else ""
    if default:
        command.add_argument("case", nargs="?", default=default, metavar="CASE|FILE", help=text)
    else:
        command.add_argument("case", metavar="CASE|FILE", help=text)


if __name__ == "__main__":
    sys.exit(main())
