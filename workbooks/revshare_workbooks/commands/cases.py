"""``revshare cases``: the shipped cases, their parties and the facts they use."""

from __future__ import annotations

import argparse

from revshare.case_file import read_case, shipped_cases
from revshare.fields import fields
from revshare_workbooks.terminal import show_table


def run(options: argparse.Namespace) -> int:
    """Print one line for each case."""
    del options
    rows = []
    for name in shipped_cases():
        case = read_case(name)
        used = {fact for field in fields(case) for fact in field.input.facts}
        used |= {fact for target in case.targets for fact in target.facts}
        parties = ", ".join([case.lab, *(partner.label for partner in case.partners.values())])
        rows.append((name, case.title, parties, ", ".join(case.deals), ", ".join(sorted(used))))
    show_table(("case", "what it is", "parties", "deals", "facts used"), rows)
    return 0
