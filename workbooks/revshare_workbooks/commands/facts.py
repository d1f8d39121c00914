"""``revshare facts``: what is publicly said, with source and date; conflicts side by side."""

from __future__ import annotations

import argparse

from revshare.errors import InputError
from revshare.facts import Fact, conflicts, find, groups, load_facts
from revshare_workbooks.terminal import console, show_table

_COLUMNS = ("fact", "who", "what", "value", "unit", "when", "source", "basis", "conflicts")


def run(options: argparse.Namespace) -> int:
    """Print the facts that match, or a whole conflict group."""
    text = options.text.strip()
    group = text.upper()
    if group in groups():
        console().print(f"{group}: {groups()[group]}")
        show_table(_COLUMNS, map(_row, conflicts(group)))
        return 0
    found = find(text) if text else load_facts()
    if not found:
        raise InputError(
            f'no fact contains "{text}"; try a company, a measure such as margin, or a group such as C12'
        )
    show_table(_COLUMNS, map(_row, found))
    return 0


def _row(fact: Fact) -> tuple[str, ...]:
    who = f"{fact.subject} / {fact.counterparty}" if fact.counterparty else fact.subject
    where = f"text {fact.source}, line {fact.source_line}"
    return (
        fact.id,
        who,
        fact.metric,
        fact.value_text,
        fact.unit,
        fact.as_of,
        where,
        fact.basis_text,
        ", ".join(fact.groups),
    )
