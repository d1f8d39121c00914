"""From a case file, or the table of an inputs sheet, to a `Case`: structure first, then sense.

pydantic reads the structure and is loaded only when a case is; every fault names file, key, value and cure,
and all faults are told at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args, get_origin

from revshare.case import Case, CaseError
from revshare.case_checks import faults_of
from revshare.case_text import SPAN, read_text, refuse_unfit, tables_of
from revshare.cures import meant, number_cure
from revshare.errors import InputError, ModelError
from revshare.faults import Fault
from revshare.inputs import Input
from revshare.stand_ins import Place, checked_as_one, hints_of, kind_at, put

_FOLDER = files("revshare") / "cases"
_SHOWN = 60


def shipped_cases() -> tuple[str, ...]:
    """Names of the cases that come with the package."""
    return tuple(
        sorted(file.name.removesuffix(".toml") for file in _FOLDER.iterdir() if file.name.endswith(".toml"))
    )


def read_case(name_or_path: str) -> Case:
    """A shipped case by name, or a case file by path.

    Raises
    ------
    CaseError
        With one line for each fault of the file.
    InputError
        If there is no such case or file.
    """
    if name_or_path in shipped_cases():
        return _shipped(name_or_path)
    path = Path(name_or_path)
    if path.suffix.lower() != ".toml":
        raise InputError(_no_case(name_or_path, path))
    return parse_case(read_text(path), path.name)


def _no_case(name: str, path: Path) -> str:
    if path.is_file():
        return f"{path} is no case file; a case file is TOML text and ends in .toml"
    files = (f"{name}{kind}" for kind in (".toml", ".xlsx") if Path(f"{name}{kind}").is_file())
    shipped = meant(name.lower(), shipped_cases(), f"shipped cases are {', '.join(shipped_cases())}")
    return f'there is no case "{name}"{next((f"; did you mean the file {file}?" for file in files), shipped)}'


@cache
def _shipped(name: str) -> Case:
    return parse_case((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"), f"{name}.toml")


def digest_of(name_or_path: str) -> str:
    """SHA-256 of a case file, to tell which inputs a report was made from."""
    shipped = name_or_path in shipped_cases()
    content = (_FOLDER / f"{name_or_path}.toml").read_bytes() if shipped else Path(name_or_path).read_bytes()
    return sha256(content).hexdigest()


def parse_case(text: str, source: str) -> Case:
    """A case from TOML text; `source` is the file's name in messages."""
    try:
        return _parsed_text(text, source)
    except RecursionError:
        raise CaseError([f"{source} is no case: its tables are nested without end"]) from None


def _parsed_text(text: str, source: str) -> Case:
    mapping = tables_of(text, source)
    if not mapping:
        raise CaseError([f"{source} is empty; start from a shipped case (revshare cases)"])
    return case_from(mapping, lambda key: f"{source}: {key}")


def case_from(mapping: Mapping[str, Any], place: Callable[[str], str]) -> Case:
    """A case from nested tables.

    Parameters
    ----------
    mapping
        What a case file holds.
    place
        Turns a dotted key into the place a user finds it: file and key, or sheet and cell.

    Raises
    ------
    CaseError
        With one line for each fault.
    """
    refuse_unfit(mapping, place)
    draft = read_draft(mapping)
    faults = draft.all_faults()
    if draft.case is None or faults:
        raise CaseError([f"{place(key)} {fault}" for key, fault in faults])
    return draft.case


@dataclass(frozen=True)
class Draft:
    """A case as far as it can be read.

    Parameters
    ----------
    case
        The case, with stand-ins for what could not be read; None if not even that is possible.
    faults
        What is wrong with the structure.
    unread
        Dotted keys of the stand-ins, of which nothing can be said.
    spans
        Dotted keys as the file writes them, by those of the single years of a span.
    """

    case: Case | None
    faults: tuple[Fault, ...]
    unread: frozenset[str]
    spans: Mapping[str, str]

    def all_faults(self, unread: Iterable[str] = ()) -> list[Fault]:
        """Everything wrong with structure and sense; `unread` names further keys of which nothing can be said."""
        silent = self.unread | frozenset(unread)
        sense = [] if self.case is None else faults_of(self.case, silent)
        return list(dict.fromkeys((self._as_written(key), text) for key, text in [*self.faults, *sense]))

    def _as_written(self, key: str) -> str:
        """A key with the span of years that stands in the file, of which each year would be told else."""
        parts = key.split(".")
        heads = (".".join(parts[:length]) for length in range(1, len(parts) + 1))
        head = next((head for head in heads if head in self.spans), "")
        return self.spans[head] + key.removeprefix(head) if head else key


def read_draft(mapping: Mapping[str, Any]) -> Draft:
    """Read the structure of nested tables; what cannot be read is told, and a stand-in takes its place."""
    faults: list[Fault] = []
    spans: dict[str, str] = {}
    tables = _without_spans(mapping, "", spans, faults)
    unread = {key.rpartition(".")[0] for key, _ in faults}
    for place, fault in list(_mistaken(tables, Case, ())):
        faults.append((_dotted(place), fault))
        unread.add(_dotted(checked_as_one(place)))
        put(tables, place)
    case = _parsed(tables, faults, unread)
    faults += _unknown_keys(mapping, Case, "")
    return Draft(case, tuple(faults), frozenset(unread), spans)


def _parsed(tables: dict[str, Any], faults: list[Fault], unread: set[str]) -> Case | None:
    """The case; what has to be replaced in the tables before it can be read is added to faults and keys."""
    try:
        from pydantic import ValidationError  # noqa: PLC0415 - costs a quarter of a second
    except ImportError as missing:
        raise ModelError(f"reading a case needs pydantic, which is not installed here ({missing})") from None
    while True:
        try:
            case: Case = _reader().validate_python(tables)
        except ValidationError as found:
            errors = found.errors()
        else:
            return case
        faults += _structure_faults(errors)
        places = {checked_as_one(_place_of(error)) for error in errors}
        unread |= {_dotted(place) for place in places}
        if not [place for place in places if put(tables, place)]:
            return None


@cache
def _reader() -> Any:
    """Pydantic's reader of the case types, built once."""
    from pydantic import TypeAdapter  # noqa: PLC0415

    return TypeAdapter(Case)


def _without_spans(
    table: Mapping[str, Any], name: str, spans: dict[str, str], faults: list[Fault]
) -> dict[str, Any]:
    """A copy of the tables with every span of years, such as ``2026-2030``, written out year by year."""
    found: dict[str, Any] = {}
    for text, value in table.items():
        key = f"{name}.{text}".lstrip(".")
        span = SPAN.fullmatch(text)
        if span and int(span[2]) < int(span[1]):
            faults.append((key, f"ends before it starts; write {span[2]}-{span[1]}"))
        years = [str(year) for year in range(int(span[1]), int(span[2]) + 1)] if span else [text]
        twice = [year for year in years if year in found]
        if twice:
            faults.append((key, f"gives {', '.join(twice)} a second time; keep one value for a year"))
        for year in years:
            found[year] = _copied(value, f"{name}.{year}".lstrip("."), spans, faults)
        if span:
            spans |= {f"{name}.{year}".lstrip("."): key for year in years}
    return found


def _copied(value: Any, name: str, spans: dict[str, str], faults: list[Fault]) -> Any:
    if isinstance(value, Mapping):
        return _without_spans(value, name, spans, faults)
    if isinstance(value, list):
        return [_copied(item, f"{name}.{at}", spans, faults) for at, item in enumerate(value, start=1)]
    return value


def _unknown_keys(table: object, kind: Any, name: str) -> Iterator[Fault]:
    """Keys that no type of the schema knows; whatever else is wrong there is told elsewhere."""
    if isinstance(kind, type) and is_dataclass(kind):
        if not isinstance(table, Mapping):
            return
        hints = hints_of(kind)
        for key, value in table.items():
            place = f"{name}.{key}".lstrip(".")
            if key in hints:
                yield from _unknown_keys(value, hints[key], place)
            else:
                known = ", ".join(hints)
                yield place, f"is no known key{meant(key, hints, f'known here are {known}')}"
    elif get_origin(kind) is dict and isinstance(table, Mapping):
        for key, value in table.items():
            yield from _unknown_keys(value, get_args(kind)[1], f"{name}.{key}")
    elif get_origin(kind) is tuple and isinstance(table, list):
        for number, value in enumerate(table, start=1):
            yield from _unknown_keys(value, get_args(kind)[0], f"{name}.{number}")


def _mistaken(table: object, kind: Any, place: Place) -> Iterator[tuple[Place, str]]:
    """Values that pydantic would turn into the number, date, or yes or no that is wanted: none is taken for one."""
    if isinstance(kind, type) and is_dataclass(kind) and isinstance(table, Mapping):
        hints = hints_of(kind)
        for key, value in table.items():
            yield from _mistaken(value, hints.get(key), (*place, key))
    elif get_origin(kind) is dict and isinstance(table, Mapping):
        for key, value in table.items():
            yield from _mistaken(value, get_args(kind)[1], (*place, key))
    elif get_origin(kind) is tuple and isinstance(table, list):
        for at, value in enumerate(table):
            yield from _mistaken(value, get_args(kind)[0], (*place, at))
    elif kind in {float, int}:
        whole = "whole " if kind is int else ""
        if isinstance(table, str):
            yield place, f"must be a {whole}number, got {_spoken(table)}{number_cure(table)}"
        elif isinstance(table, bool) or table != table:  # noqa: PLR0124 - only NaN differs from itself
            yield place, f"must be a {whole}number, got {_spoken(table)}"
    elif kind is bool and not isinstance(table, bool) and table not in ("yes", "no"):
        yield place, f"must be true or false (yes or no in a workbook), got {_spoken(table)}"
    elif kind is date and isinstance(table, int | float):
        yield place, f"must be a date such as 2026-04-20, without quotes, got {_spoken(table)}"


_UNION_MEMBERS = {"float", "bool", "date", "str", "int"}


def _place_of(error: Any) -> Place:
    place: Place = error["loc"]
    return place[:-1] if place and place[-1] in _UNION_MEMBERS else place


def _dotted(place: Place) -> str:
    """A place as a key; a list counts from 1, as its readers do."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in place)


def _structure_faults(errors: list[Any]) -> Iterator[Fault]:
    seen: set[str] = set()
    for error in errors:
        place = _place_of(error)
        key = _dotted(place)
        if key not in seen:
            seen.add(key)
            yield from ((key, line) for line in _structure_fault(error, place).splitlines())


def _first_name(parts: Place, table: Any) -> str:
    """The whole name that was split at its dots into tables."""
    while isinstance(table, Mapping) and table:
        key, table = next(iter(table.items()))
        parts = (*parts, key)
    return _dotted(parts)


def _structure_fault(error: Any, place: Place) -> str:
    found = error["input"]
    if place[2:3] == ("inputs",) and isinstance(found, Mapping):
        return f'splits the name of an input at its dots; write it in quotes: "{_first_name(place[3:], found)}" = ...'
    match error["type"]:
        case "missing":
            return "is missing; add it"
        case "value_error":
            return str(error["ctx"]["error"])
        case "enum":
            return f'must be {error["ctx"]["expected"].replace(chr(39), "")}, got "{found}"'
        case (
            "float_parsing"
            | "float_type"
            | "int_parsing"
            | "int_type"
            | "int_from_float"
            | "int_parsing_size"
        ):
            return (
                f"must be a {'whole ' if error['type'].startswith('int') else ''}number, got {_spoken(found)}"
            )
        case "dataclass_type" | "dict_type" | "mapping_type":
            return _table_wanted(found, place)
        case "tuple_type":
            return f"must be a list, got {_spoken(found)}; write [{_spoken(found)}]"
        case "string_type":
            cure = "" if isinstance(found, (dict, list)) else f'; write "{found}"'
            return f"must be text in quotes, got {_spoken(found)}{cure}"
        case "bool_type" | "bool_parsing":
            return f"must be true or false, got {_spoken(found)}"
        case kind if kind.startswith("date"):
            return f"must be a date such as 2026-04-20, without quotes, got {_spoken(found)}"
    message = error["msg"]
    return f"{message[0].lower()}{message[1:]}, got {_spoken(found)}"


def _table_wanted(found: object, place: Place) -> str:
    """What to write where a table stands: an input in most places."""
    if kind_at(place) is Input:
        given = found if isinstance(found, (int, float)) else "..."
        return (
            f"must say more than {_spoken(found)}; "
            f'write {place[-1]} = {{ value = {given}, low = ..., high = ..., basis = "assumed", note = "..." }}'
        )
    return f"must be a table, got {_spoken(found)}; write [{_dotted(place)}] and its keys below"


def _spoken(value: object) -> str:
    """A value as the file writes it, cut where it is long."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."
