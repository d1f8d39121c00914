"""Whether what a case calls things can be used as a name, and whether what it names exists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from revshare.capital_checks import capital_names, capital_references
from revshare.case import Case
from revshare.contracts.contract import KEYS, Kind
from revshare.cures import meant
from revshare.faults import Fault
from revshare.inputs import Input
from revshare.inputs_columns import BESIDE, HEADERS, WRITTEN

_SHOWN = 20
"""Names told of a longer list."""
TABLES_OF_NAMES = (
    *("products", "channels", "partners", "spending", "cash", "scenarios", "parties"),
    *("commitments", "capacities", "companies", "stakes", "hedges", "uncertainty", "correlations"),
)
"""Tables whose keys a user chooses."""
POOLINGS = ("all", "channel", "product")

KEY = re.compile(r"[A-Za-z0-9_-]+")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
LABEL = re.compile(r"[^\W_][\w %&+().'/-]{0,29}")
"""A scenario's label is a word in the workbook's drop-down list and in the formula that looks it up."""

SHEET = re.compile(r"[^\[\]:*?/\\']{1,22}")
"""A partner's label names its sheet where there are several; a sheet's name has 31 characters at most."""

CHOICES = (HEADERS["base"], HEADERS["own"])
"""What the workbook offers in its list of scenarios besides those of the case."""

TAKEN = (*HEADERS.values(), *BESIDE)
"""Headers that the workbook gives to columns of its own."""


def name_faults(case: Case) -> Iterator[Fault]:
    """Keys and labels that cannot be used, or are taken."""
    if not NAME.fullmatch(case.name):
        text = f'must be letters, digits and hyphens, got "{case.name}"; the report is named after it'
        yield "name", text
    for place, keys in (*((table, getattr(case, table)) for table in TABLES_OF_NAMES), *capital_names(case)):
        for key in keys:
            if not KEY.fullmatch(key):
                yield place, f'has the key "{key}"; write it with letters, digits, _ and - only'
    if "total" in case.products:
        yield "products.total", "is the word for the whole company; name the product otherwise"
    if "base" in case.scenarios:
        yield "scenarios.base", "is the scenario of all base values; name this one otherwise"
    if len(",".join((*CHOICES, *(item.label for item in case.scenarios.values())))) > 250:
        yield (
            "scenarios",
            "have labels too long for one drop-down list (250 characters together); shorten them",
        )
    labels = Counter(
        label.casefold() for label in (*TAKEN, *(item.label for item in case.scenarios.values()))
    )
    for key, scenario in case.scenarios.items():
        if not LABEL.fullmatch(scenario.label):
            text = "write at most 30 letters, digits, spaces and hyphens, beginning with a letter or digit"
            yield f"scenarios.{key}.label", f'is "{scenario.label}"; {text}'
        elif labels[scenario.label.casefold()] > 1 or scenario.label.casefold().endswith(WRITTEN):
            yield f"scenarios.{key}.label", f'is "{scenario.label}", which is taken; choose another'


def reference_faults(case: Case) -> Iterator[Fault]:
    """Names of products and channels that do not exist, and tables that are empty."""
    for place, word in (("products", "product"), ("channels", "channel"), ("partners", "partner")):
        if not getattr(case, place):
            yield place, f"is empty; a case has at least one {word}"
    yield from unknown_names("revenue.measure", [case.revenue.measure], ("total", *case.products))
    for key, product in case.products.items():
        yield from unknown_names(f"products.{key}.channels", product.channels, tuple(case.channels))
        if not product.channels:
            yield f"products.{key}.channels", "is empty; say through which channel the product is sold"
    for key in sorted(set(case.products) & set(case.channels)):
        yield f"channels.{key}", "has the name of a product; lines are named by both, so choose another"
    for place, name, known in capital_references(case):
        yield from unknown_names(place, [name], known)


def partner_faults(case: Case) -> Iterator[Fault]:
    """Partners without a contract, and channels that two of them share."""
    shared: dict[str, str] = {}
    for key, partner in case.partners.items():
        yield from unknown_names(f"partners.{key}.covers", partner.covers, tuple(case.channels))
        yield from unknown_names(f"partners.{key}.compute", partner.compute, tuple(case.channels))
        if not partner.covers:
            yield f"partners.{key}.covers", "is empty; name the channels whose revenue the partner shares"
        for place, channels in (("covers", partner.covers), ("compute", partner.compute)):
            for channel in sorted({name for name in channels if channels.count(name) > 1}):
                yield f"partners.{key}.{place}", f'names "{channel}" twice; keep one'
        for channel in dict.fromkeys(partner.covers):
            if channel in shared:
                text = f'covers "{channel}", which {shared[channel]} covers too; a channel has one share contract'
                yield f"partners.{key}.covers", text
            shared[channel] = key
        yield from _pooling(f"partners.{key}.pooling", partner.pooling, case.contracts.get(key, {}))
        if key not in case.contracts:
            text = f"is missing: partner {partner.label} has no contract; add [contracts.{key}]"
            yield f"contracts.{key}", text
    for key, terms in case.contracts.items():
        yield from unknown_names("contracts", [key], tuple(case.partners))
        yield from unknown_names(f"contracts.{key}", terms, tuple(KEYS))


def _pooling(place: str, pooling: str, terms: Mapping[str, Input]) -> Iterator[Fault]:
    if pooling not in POOLINGS:
        yield place, f'must be one of {", ".join(POOLINGS)}, got "{pooling}"'
    elif pooling != "all":
        if "kind" not in terms or terms["kind"].value != Kind.PROFIT_SHARE:
            yield place, f'is "{pooling}", which only a profit share can use; write "all"'
        if "opening_loss_bank" in terms:
            yield (
                place,
                f'is "{pooling}", which cannot split opening_loss_bank; leave that out, or write "all"',
            )


def sheet_faults(case: Case) -> Iterator[Fault]:
    """Where several partners have a contract sheet each, their labels can name them."""
    seen: dict[str, str] = {}
    for key, partner in case.partners.items():
        label = partner.label.casefold()
        if len(case.partners) > 1 and not SHEET.fullmatch(partner.label):
            text = "write at most 22 characters, none of []:*?/\\'; a sheet is named after it"
            yield f"partners.{key}.label", f'is "{partner.label}"; {text}'
        if label in seen:
            yield f"partners.{key}.label", f'is "{partner.label}", as that of {seen[label]}; choose another'
        seen[label] = key


def unknown_names(place: str, used: Iterable[str], known: tuple[str, ...]) -> Iterator[Fault]:
    """Names that do not exist, each with the nearest that does."""
    for name in used:
        if name not in known:
            hint = meant(name, known, f"known are {_listed(known)}")
            yield place, f'names "{name}", which does not exist{hint}'


def _listed(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return (", ".join(names[:_SHOWN]) or "none") + more
