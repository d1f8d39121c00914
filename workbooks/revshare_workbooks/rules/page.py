"""The page of rules, `workbooks/docs/rules.md`, written from the registry."""

from __future__ import annotations

from revshare_workbooks.rules.registry import RULES
from revshare_workbooks.rules.rule import Rule

BAR = "\N{BROKEN BAR}"
"""In place of the bar that ends a cell of the table."""

_ABOUT = (
    "`revshare check BOOK` applies these rules to any workbook, its own reports or a stranger's. A rule that "
    "*must* hold and does not ends the command with status 1. A rule that presupposes something, such as a cover "
    "or a row of months, is left out where the workbook has none, and the command says so. Before any rule, a file "
    "that would unfold without bound, is damaged or locked is refused (status 2)."
)
_HEAD = (
    "# Rules of good workbooks",
    "",
    "Written from the registry by `python -m revshare_workbooks.rules.page`; do not edit.",
    "",
    _ABOUT,
    "",
    "What no program sees stays with the reader: whether a label is true, a range plausible, a page pleasant.",
)


def markdown() -> str:
    """Write the page."""
    lines = [*_HEAD]
    for heading, rules in RULES.items():
        lines += [
            "",
            f"## {heading}",
            "",
            "| rule | level | what | why | how to mend | presupposes |",
            "|---|---|---|---|---|---|",
        ]
        lines += [_row(rule) for rule in rules]
    return "\n".join([*lines, ""])


def _row(rule: Rule) -> str:
    need = rule.need.words if rule.need else ""
    cells = (f"`{rule.id}`", rule.level.value, rule.title, rule.why, rule.cure, need)
    return f"| {' | '.join(cell.replace('|', BAR) for cell in cells)} |"


if __name__ == "__main__":
    print(markdown(), end="")
