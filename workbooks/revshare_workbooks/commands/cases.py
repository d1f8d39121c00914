"""``revshare cases``: the shipped cases, their parties and deals, and the facts they use."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from itertools import groupby
from textwrap import fill

from revshare.case import Case
from revshare.case_file import read_case, shipped_cases
from revshare.fact_roles import input_facts, target_facts
from revshare_workbooks.terminal import width

INDENT = 12


def run(options: argparse.Namespace) -> int:
    """Print a few lines for each case."""
    del options
    print("\n\n".join(_told(name, read_case(name)) for name in shipped_cases()))
    return 0


def _told(name: str, case: Case) -> str:
    """A case in words: what it is, who takes part, which deals it covers, what it rests on."""
    partners = [item.label for item in case.partners.values()]
    parties = [item.label for item in case.parties.values()]
    lines = {
        "parties": ", ".join([case.lab, *partners, *parties]),
        "deals": ", ".join(case.deals) or "none; made up",
        "inputs": _compact(input_facts(case)),
        "compared": _compact(target_facts(case)),
    }
    told = [_wrapped(f"  {word}", text) for word, text in lines.items()]
    title = fill(f"{name}: {case.title}", width(), subsequent_indent="  ")
    return "\n".join([title, *told])


def _wrapped(word: str, text: str) -> str:
    return fill(text, width(), initial_indent=word.ljust(INDENT), subsequent_indent=" " * INDENT)


def _compact(facts: Iterable[str]) -> str:
    """Ids in order, three or more in a row as F005-F008."""
    numbers = sorted(int(fact.removeprefix("F")) for fact in facts)
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    ]
    found = []
    for run in runs:
        names = [f"F{number:03d}" for number in run]
        found += names if len(names) < 3 else [f"{names[0]}-{names[-1]}"]
    return ", ".join(found)
