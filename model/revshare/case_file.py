"""From a case file, or the table of an inputs sheet, to a `Case`: structure first, then sense.

pydantic reads the structure and is loaded only when a case is; every fault names file, key, value and cure,
and all faults are told at once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass
from difflib import get_close_matches
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from revshare import case as case_types
from revshare import inputs as input_types
from revshare.case import Case, CaseError
from revshare.case_checks import faults_of
from revshare.errors import InputError, ModelError

_FOLDER = files("revshare") / "cases"


def shipped_cases() -> tuple[str, ...]:
    """Names of the cases that come with the package."""
    return tuple(sorted(file.name.removesuffix(".toml") for file in _FOLDER.iterdir() if file.name.endswith(".toml")))


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
    if path.suffix != ".toml":
        near = get_close_matches(name_or_path, shipped_cases(), n=1)
        hint = f"; did you mean {near[0]}?" if near else f"; shipped cases are {', '.join(shipped_cases())}"
        raise InputError(f'there is no case "{name_or_path}"{hint}')
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise InputError(f"{path} is not there; check the name, or see revshare cases") from None
    except UnicodeDecodeError:
        raise InputError(f"{path} is no text file in UTF-8; a case file is TOML text") from None
    except OSError as fault:
        raise InputError(f"{path} cannot be read: {fault.strerror}") from None
    return parse_case(text, path.name)


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
        mapping = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise CaseError([f"{source} is no TOML: {fault}; mend that line"]) from None
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
    faults: list[tuple[str, str]] = []
    spread = _without_spans(mapping, "", faults)
    if faults:
        raise CaseError([f"{place(key)} {fault}" for key, fault in faults])
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415 - costs a quarter of a second

    try:
        case = TypeAdapter(Case).validate_python(spread)
    except ValidationError as found:
        raise CaseError([f"{place(key)} {fault}" for key, fault in _structure_faults(found.errors())]) from None
    except ModelError as fault:
        raise CaseError([f"{place('')} {fault}"]) from None
    faults = [f"{place(key)} {fault}" for key, fault in faults_of(case)]
    if faults:
        raise CaseError(faults)
    return case


_SPAN = re.compile(r"(\d{4})-(\d{4})")


def _without_spans(table: Mapping[str, Any], name: str, faults: list[tuple[str, str]]) -> dict[str, Any]:
    """The same tables with every span of years, such as ``2026-2030``, written out year by year."""
    found: dict[str, Any] = {}
    for text, value in table.items():
        key = f"{name}.{text}".lstrip(".")
        content = _without_spans(value, key, faults) if isinstance(value, Mapping) else value
        span = _SPAN.fullmatch(text)
        if span and int(span[2]) < int(span[1]):
            faults.append((key, f"ends before it starts; write {span[2]}-{span[1]}"))
        years = [str(year) for year in range(int(span[1]), int(span[2]) + 1)] if span else [text]
        for year in years:
            if year in found:
                faults.append((key, f"gives {year} a second time; keep one"))
            found[year] = content
    return found


_UNION_MEMBERS = {"float", "bool", "date", "str", "int"}


def _structure_faults(errors: list[Any]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for error in errors:
        parts = [str(part) for part in error["loc"]]
        if parts and parts[-1] in _UNION_MEMBERS:
            parts.pop()
        key = ".".join(parts)
        if key not in seen:
            seen.add(key)
            yield key, _structure_fault(error, parts)


def _structure_fault(error: Any, parts: list[str]) -> str:
    found = error["input"]
    match error["type"]:
        case "missing":
            return "is missing; add it"
        case "unexpected_keyword_argument":
            near = get_close_matches(parts[-1], _known_keys(), n=1)
            return "is no known key" + (f"; did you mean {near[0]}?" if near else "; take it out")
        case "value_error":
            return str(error["ctx"]["error"])
        case "enum":
            return f'must be {error["ctx"]["expected"]}, got "{found}"'
        case "float_parsing" | "float_type" | "int_parsing" | "int_type" | "int_from_float":
            return f'must be a number, got "{found}"'
        case "dataclass_type" | "dict_type":
            return f'must be a table, got "{found}"; write {parts[-1]} = {{ value = ..., basis = ... }}'
        case "tuple_type":
            return f'must be a list, got "{found}"; write ["{found}"]'
        case _:
            message = error["msg"]
            return f'{message[0].lower()}{message[1:]}, got "{found}"'


@cache
def _known_keys() -> tuple[str, ...]:
    """Every key of the schema, for "did you mean"."""
    types = [kind for module in (case_types, input_types) for kind in vars(module).values()]
    tables = [kind for kind in types if isinstance(kind, type) and is_dataclass(kind)]
    return tuple(sorted({field.name for table in tables for field in dataclass_fields(table)}))
