"""The written schema of case files: every table and key, from the types themselves.

``python -m revshare.schema > model/docs/case-file.md`` writes the page.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from revshare.by_year import EVERY_YEAR
from revshare.capital import Commitment
from revshare.case import Case, Favoured, Scenario
from revshare.case_checks import FIRST_YEAR, LAST_YEAR, MOST_YEARS
from revshare.case_file import parse_case
from revshare.contracts.advance import Advance
from revshare.contracts.base import Deductions
from revshare.contracts.caps import Caps
from revshare.contracts.contract import KEYS, Contract, Opening
from revshare.contracts.losses import Losses
from revshare.contracts.minimum import Minimum
from revshare.contracts.payment import Payment
from revshare.contracts.ramps import Ramp
from revshare.contracts.term import Term
from revshare.contracts.terms import Key, key_of
from revshare.contracts.tiers import Tiers
from revshare.fields import fields as inputs_of
from revshare.inputs import Basis, Input, Unit
from revshare.schema_example import CAPITAL, CLAUSES, EXAMPLE, UNCERTAINTY
from revshare.uncertainty import PARAMETERS, Correlation, Uncertain, is_parameter

PARTS = (Contract, Tiers, Ramp, Losses, Deductions, Caps, Minimum, Advance, Term, Payment, Opening)
"""Where the terms of a contract live, in the order they are read."""

INTRODUCTION = f"""\
# Case files

Written from the types by `python -m revshare.schema`; do not edit.

A case is one deal: what the lab sells, what that costs, who shares in it, and what may change. A case file is
TOML text in UTF-8. Run one with `revshare report my-case.toml`, see its inputs with `revshare inputs
my-case.toml`, and check it with `revshare check my-case.toml`. A fault is told with the key, the value found and
the cure, and faults of one kind are told together. An unknown key is refused, so a slip of the pen is never ignored.

## A small complete example

```toml
{EXAMPLE}```

In the tables below a name in capitals is yours to choose: `[products.KEY]` stands for `[products.api]`. Keys are
letters, digits, `_` and `-`. Fractions are numbers from 0 to 1: 15 % is `0.15`. Money is in the scale that `money`
states."""

BY_YEAR = f"""\
### Inputs by year

Where a table is *by year*, each key is a year, a span, or the word `{EVERY_YEAR}`:

```toml
[products.api.share]
2024 = {{ value = 0.85, low = 0.8, high = 0.9, basis = "estimate", fact = "F041" }}
2025-2030 = {{ value = 0.9, low = 0.85, high = 0.95, basis = "assumed", note = "Held" }}
```

A span stands for each of its years, both ends included. Every year from `first_year` to `last_year` needs exactly
one value; `{EVERY_YEAR}` stands alone. The names of these inputs end with the year: `products.api.share.2027`, or
`products.api.channels.direct.{EVERY_YEAR}`."""

SCENARIOS = """\
The base scenario is the values as given; its name is `base`. The left side under `inputs` is the name of an input as
`revshare inputs` prints it, or a pattern: `*` stands for anything, `?` for one character, `[5-9]` for one of
several. A pattern with `*` or a dot is written in quotes. The right side is a value, or `"low"` or `"high"` for the end
of each input's own range:

```toml
[scenarios.low.inputs]
"revenue.annual.*" = "low"
"products.*.cost_ratio.202[5-9]" = "high"
"contracts.cloud.rate" = 0.45
```

A later line wins over an earlier one. A pattern that matches nothing is refused."""

CHANCE = """\
What stands here goes before the range an input states: every other input with a low and a high is drawn by PERT,
likeliest at its value. Nothing beyond what may be entered is drawn.

{forms}

A parameter that is left off is the input's own. Of a table by year all years take the same place, each in its own
distribution: where one is among the lowest tenth, all are. Without `relative` the parameters are in the input's unit
and the same for every year and in every scenario; with it they are multiples of each year's value in the scenario, so
that `deviation = 0.2` is a fifth of it, and a year of 0 stays 0. The deviation of a lognormal is that of the logarithm,
near a fraction of the value where it is small. Parameters are inputs: a scenario may set
`"uncertainty.KEY.deviation" = 0.3`, or `"uncertainty.KEY.form" = "held"` where its story decides what chance did.

Shares of a whole (products, channels, outcomes) cannot be drawn one by one, and numbers that shape a contract, such as
a payment lag, not at all; what is counted in whole months or years is drawn as discrete only."""

TOGETHER = """\
Pairs that are not stated are at 0. If three or more cannot agree, the pair to lessen is named. Monthly shocks are drawn
apart and correlate with nothing. Both tables, as they are added to the example:

```toml
{example}```"""

TERMS = """\
## Contract terms

A contract is a table of inputs, one for each term: `rate = { value = 0.5, basis = "reported", fact = "F001" }`. The
same keys, with plain values, make the terms block of the cell functions. A term that is left out takes its default;
"not used" means that the clause does not exist; without `start` a contract runs from the model's start, without
`end` it stays open. One of `rate`, `tiers` and `ramp` is required. A scenario may set any term, also one that the
contract leaves out; the numbers of a table are inputs of their own, such as `contracts.cloud.tiers.2.rate`. What each
term does to the numbers is in [methods.md](methods.md)."""

CHECKS = f"""\
## What is checked

- Years lie between {FIRST_YEAR} and {LAST_YEAR}; `last_year` is not before `first_year`; a model covers at most
  {MOST_YEARS} years.
- In every year and every scenario the shares of all products sum to 1, and so do the channels of each product.
- A channel is covered by one contract at most; every partner has a contract.
- Products, channels, partners, facts and lines that are named exist.
- Probabilities of base and all scenarios sum to 1.
- A scenario's label is at most 30 letters, digits, spaces and hyphens, and is used once.
- Contract terms do not contradict each other.
- A commitment says what uses it, its seller is not its buyer, and shares of the compute bill sum to 1 at most.
- A stake names a commitment that its investor sells to its company, if any; nobody holds more than all of a company.
- The outcomes of a hedge sum to 1, and everything held has a value in each.
- What is drawn exists, is a number and is named once; its parameters are in order in every scenario, and rank
  correlations are of what is drawn and can hold at once.
- The case can be projected in every scenario."""


def markdown() -> str:
    """Write the page `model/docs/case-file.md`."""
    blocks = [INTRODUCTION]
    units = _units()
    for path, kind in _tables(Case, ()):
        title = _heading(path)
        blocks.append(f"## {title}\n\n{_first_line(kind)}\n\n{_keys_of_table(kind, path, units)}")
        if kind is Scenario:
            blocks.append(SCENARIOS)
        if kind is Commitment:
            blocks.append(
                f"What surrounds the share, as it is added to the example:\n\n```toml\n{CAPITAL}```"
            )
        if kind is Favoured:
            blocks.append(f"Both clauses, as they are added to the example:\n\n```toml\n{CLAUSES}```")
        if kind is Uncertain:
            blocks.append(CHANCE.format(forms=_forms()))
        if kind is Correlation:
            blocks.append(TOGETHER.format(example=UNCERTAINTY))
    blocks += [f"## An input\n\n{_first_line(Input)}\n\n{_parts_of_input()}", BY_YEAR]
    blocks += [TERMS, *_terms(), CHECKS]
    return "\n\n".join(blocks) + "\n"


def _tables(kind: type, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], type]]:
    """Every table of a case file: where it stands, and its type."""
    yield path, kind
    hints = get_type_hints(kind)
    for part in fields(kind):
        inner, marks = _inside(hints[part.name])
        if inner is not Input and isinstance(inner, type) and is_dataclass(inner):
            yield from _tables(inner, (*path, f"{part.name}{marks}"))


def _inside(hint: Any) -> tuple[Any, str]:
    """Take the containers off a type; say how its table's heading shows them."""
    hint = _present(hint)
    if get_origin(hint) is dict:
        inner, marks = _inside(get_args(hint)[1])
        return inner, f".KEY{marks}"
    if get_origin(hint) is tuple:
        return get_args(hint)[0], "[]"
    return hint, ""


def _present(hint: Any) -> Any:
    """The type of a table that may be left out."""
    kinds = [kind for kind in get_args(hint) if kind is not NoneType]
    optional = isinstance(hint, UnionType) and len(kinds) == 1
    return kinds[0] if optional else hint


def _heading(path: tuple[str, ...]) -> str:
    if not path:
        return "Top of the file"
    name = ".".join(path)
    return f"`[[{name.removesuffix('[]')}]]`" if name.endswith("[]") else f"`[{name}]`"


def _keys_of_table(
    kind: type, path: tuple[str, ...], units: Mapping[tuple[str, ...], tuple[str, str]]
) -> str:
    hints = get_type_hints(kind)
    rows = []
    for part in fields(kind):
        names = tuple(name.partition(".")[0] for name in (*path, part.name))
        unit = units.get(names, ("input", ""))
        value = _value(hints[part.name], (*path, part.name), unit)
        rows.append((f"`{part.name}`", _plain(part.metadata["help"]), value, _needed(part)))
    return _table(("key", "meaning", "value", "default"), rows)


def _value(hint: Any, path: tuple[str, ...], unit: tuple[str, str]) -> str:
    """What stands at a key, in words."""
    inner, marks = _inside(hint)
    if path == ("contracts",):
        return "[contract terms](#contract-terms) of each partner"
    if inner is Input:
        return f"{unit[0]}{', for each KEY' if marks == '.KEY.KEY' else ''}: {unit[1]}"
    if is_dataclass(inner):
        return f"{'tables' if marks else 'table'} {_heading((*path[:-1], path[-1] + marks))}"
    if marks == ".KEY":
        return "values by input"
    return f"list of {_word(inner)}" if marks else _word(inner)


def _word(kind: Any) -> str:
    """A plain type in a reader's words."""
    options = [option for option in get_args(kind) if option is not NoneType] or [kind]
    words = {str: "text", int: "whole number", float: "number", bool: "true or false", date: "date"}
    if isinstance(options[0], type) and issubclass(options[0], StrEnum):
        return _choice(tuple(options[0]))
    found = [words[option] for option in options]
    return ", ".join(found[:-1]) + (" or " if found[1:] else "") + found[-1]


def _choice(words: tuple[str, ...]) -> str:
    return "one of " + ", ".join(f"`{word}`" for word in words)


def _needed(part: Field[Any]) -> str:
    """The default of a key, or that it has none."""
    if part.default is not MISSING:
        return "left out" if part.default in {None, ""} else _shown(part.default)
    return "required" if part.default_factory is MISSING else "none"


def _shown(value: object) -> str:
    """A value as a case file writes it."""
    if value is None:
        return "not used"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if value == ():
        return "none"
    return f"`{value:g}`" if isinstance(value, int | float) else f"`{value}`"


def _forms() -> str:
    """The forms a driver may vary in."""
    rows = [
        (f"`{form}`", known.meaning, _listed(known.needed), _listed(known.free))
        for form, known in PARAMETERS.items()
    ]
    return _table(("form", "meaning", "needs", "may state"), rows)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "nothing"


def _units() -> dict[tuple[str, ...], tuple[str, str]]:
    """How an input is given, and its unit, limits and words, by the keys of its tables, as the example has them."""
    found = {}
    for item in inputs_of(parse_case(f"{EXAMPLE}\n{CLAUSES}\n{CAPITAL}", "example")):
        if is_parameter(item.name):
            continue
        path, last = _path(item.name), item.name.rpartition(".")[2]
        by_year = last == EVERY_YEAR or last.isdigit()
        shape = "inputs by year" if by_year else "input" if path[-1] == last else "inputs by name"
        found[path] = shape, _measured(item.unit, item.limits, item.words)
    return found


def _path(name: str) -> tuple[str, ...]:
    """Keys of the schema in the dotted name of an input; the keys that a user chose are left out."""
    hint: Any = Case
    path = []
    for part in name.split("."):
        if get_origin(hint) is dict:
            hint = get_args(hint)[1]
        else:
            path.append(part)
            hint = _present(get_type_hints(hint)[part])
    return tuple(path)


def _measured(unit: Unit, limits: tuple[float, float], words: tuple[str, ...]) -> str:
    match unit:
        case Unit.CHOICE:
            return _choice(words)
        case Unit.FLAG:
            return "true or false"
        case Unit.DATE | Unit.TEXT:
            return str(unit)
    low, high = limits
    if math.isinf(low):
        return str(unit)
    return f"{unit}, {low:g} or more" if math.isinf(high) else f"{unit}, {low:g} to {high:g}"


def _parts_of_input() -> str:
    hints, help_texts = get_type_hints(Input), described(Input)
    rows = []
    for part in fields(Input):
        value = _choice(tuple(Basis)) if part.name == "basis" else _word(hints[part.name])
        rows.append((f"`{part.name}`", help_texts[part.name], value, _needed(part)))
    return _table(("key", "meaning", "value", "default"), rows)


def _terms() -> Iterator[str]:
    """One block for each part of a contract."""
    told: set[str] = set()
    for kind in PARTS:
        help_texts = described(kind)
        own = {known.name: help_texts.get(part.name, "") for part in fields(kind) if (known := key_of(part))}
        told.update(own)
        rows = [_term(KEYS[name], text) for name, text in own.items()]
        if kind is Contract:
            flat = [name for name in ("rate", "tiers", "ramp") if name in KEYS]
            told.update(flat)
            rows = [*(_term(KEYS[name], "") for name in flat), *rows]
        title = "The share" if kind is Contract else kind.__name__
        text = _first_line(kind)
        yield f"### {title}\n\n{text}\n\n{_table(('key', 'meaning', 'value', 'default'), rows)}"
    left = [_term(known, "") for name, known in KEYS.items() if name not in told]
    if left:
        yield f"### Further terms\n\n{_table(('key', 'meaning', 'value', 'default'), left)}"


def _term(known: Key, text: str) -> tuple[str, str, str, str]:
    """A row of the terms table; a choice tells what its words mean, or the longer of its two descriptions."""
    meaning = known.label
    if known.unit is Unit.CHOICE:
        explained = not text.startswith(known.label) and "`" in text
        meaning = f"{known.label}. {text}" if explained else max(known.label, text, key=len)
    return (
        f"`{known.name}`",
        meaning.rstrip("."),
        _measured(known.unit, known.limits, known.words),
        _shown(known.default),
    )


def described(kind: type) -> dict[str, str]:
    """Meaning of each parameter in a numpy docstring, by name."""
    lines = (inspect.getdoc(kind) or "").splitlines()
    if "Parameters" not in lines:
        return {}
    found: dict[str, str] = {}
    names: list[str] = []
    start = lines.index("Parameters") + 2
    for number, line in enumerate(lines[start:], start):
        if number + 1 < len(lines) and lines[number + 1].startswith("---"):
            break
        if line.startswith(" "):
            for name in names:
                found[name] = f"{found.get(name, '')} {_plain(line.strip())}".strip()
        elif line:
            names = [name.strip() for name in line.split(",")]
    return found


def _first_line(kind: type) -> str:
    return _plain((inspect.getdoc(kind) or "").splitlines()[0])


def _plain(text: str) -> str:
    """Docstring text as Markdown."""
    return text.replace("``", "`")


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    print(markdown(), end="")
