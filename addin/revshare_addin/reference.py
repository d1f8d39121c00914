"""What the cell functions are, in words: for `revshare functions` and for `addin/docs/functions.md`."""

from __future__ import annotations

from difflib import get_close_matches
from itertools import groupby

from revshare.errors import InputError
from revshare_addin.border import answer
from revshare_addin.catalogue import FUNCTIONS
from revshare_addin.cells import Cell, CellError, rows_of
from revshare_addin.registry import CellFunction, Parameter

SHOWN_ROWS = 8
"""Rows of a worked example's answer that are printed."""


def overview() -> str:
    """Every function with one line of help, by section of the catalogue."""
    width = max(map(len, FUNCTIONS))
    blocks = []
    for section, functions in groupby(FUNCTIONS.values(), key=lambda function: function.section):
        lines = [f"  {function.name:<{width}}  {function.help}" for function in functions]
        blocks.append("\n".join([section, *lines]))
    return "\n\n".join([*blocks, "revshare functions NAME shows one of them with an example."])


def entry(name: str) -> str:
    """One function: signature, help, arguments and a worked example.

    Raises
    ------
    InputError
        If there is no such function, naming the nearest ones.
    """
    function = _find(name)
    arguments = [f"  {p.written:<22} {_describe(p)}" for p in function.parameters]
    example = [f"  {line}" for line in _answered(function)]
    return "\n".join(
        [
            function.signature,
            "",
            function.help,
            *(["", "Arguments", *arguments] if arguments else []),
            "",
            "Example",
            f"  {called(function)}",
            *example,
            "",
            f"In LibreOffice Calc: {function.name.replace('RS_', 'RS.', 1)}. Formula: methods, {function.methods}.",
        ]
    )


def markdown() -> str:
    """Write the page `addin/docs/functions.md`."""
    lines = [
        "# Cell functions",
        "",
        "Written from the registry by `python -m revshare_addin.reference`; do not edit.",
        "",
        "Series lie in rows or columns and the answer lies the same way. Arguments in [brackets] may be left",
        'off, left blank, or written as "none". Rates, shares and growth are fractions (0.5 is 50 %). In',
        "LibreOffice Calc the names begin with `RS.`.",
    ]
    for section, functions in groupby(FUNCTIONS.values(), key=lambda function: function.section):
        lines += ["", f"## {section}"]
        for function in functions:
            lines += ["", f"### {function.name}", "", f"`={function.signature}`", "", function.help, ""]
            if function.parameters:
                lines += ["| argument | kind | what |", "|---|---|---|"]
                lines += [_table_row(parameter) for parameter in function.parameters]
                lines.append("")
            lines += [
                "```",
                called(function),
                *_answered(function),
                "```",
                "",
                f"Formula: [{function.methods}](../../model/docs/methods.md#{anchor(function.methods)}).",
            ]
    return "\n".join([*lines, ""])


def anchor(heading: str) -> str:
    """Link target of a heading in a rendered page."""
    return heading.lower().replace(" ", "-")


def _find(name: str) -> CellFunction:
    wanted = name.strip().lstrip("=").upper().replace(".", "_")
    wanted = wanted if wanted.startswith("RS_") else f"RS_{wanted}"
    if wanted in FUNCTIONS:
        return FUNCTIONS[wanted]
    near = get_close_matches(wanted, FUNCTIONS, n=3)
    meant = f"; did you mean {' or '.join(near)}?" if near else "; revshare functions lists all"
    raise InputError(f"there is no function {name}{meant}")


def _describe(parameter: Parameter) -> str:
    return f"{parameter.argument.help} ({parameter.argument.kind})"


def _table_row(parameter: Parameter) -> str:
    return (
        f"| {parameter.written} | {parameter.argument.kind} | {parameter.argument.help.replace('|', '/')} |"
    )


def called(function: CellFunction) -> str:
    """Write the worked example as it is typed into a cell."""
    return f"={function.name}({', '.join(map(_literal, function.example))})"


def _literal(argument: object) -> str:
    if not isinstance(argument, list | tuple):
        return _typed(argument)
    return "{" + ";".join(",".join(map(_typed, row)) for row in rows_of(argument)) + "}"


def _typed(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    return f'"{value}"' if isinstance(value, str) else "" if value is None else f"{value:.10g}"


def _answered(function: CellFunction) -> list[str]:
    """Compute the worked example and show it as it stands in the cells."""
    rows = [[_shown(cell) for cell in row] for row in answer(function, function.example)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(map(str.rjust, row, widths)).rstrip() for row in rows[:SHOWN_ROWS]]
    return lines if len(rows) <= SHOWN_ROWS else [*lines, f"... {len(rows)} rows"]


def _shown(cell: Cell) -> str:
    if isinstance(cell, CellError):
        return str(cell)
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return f"{round(cell, 6) + 0.0:.10g}"
    return "" if cell is None else str(cell)


if __name__ == "__main__":
    print(markdown(), end="")
