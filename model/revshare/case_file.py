"""From a case file, or the table of an inputs sheet, to a `Case`: structure first, then sense.

pydantic reads the structure and is loaded only when a case is; every fault names file, key, value and cure,
and all faults are told at once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from revshare.case import Case, CaseError
from revshare.case_checks import Fault, faults_of
from revshare.errors import InputError, ModelError
from revshare.inputs import Input

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
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"{path} is not there; check the name and the folder") from None
    except UnicodeDecodeError:
        raise InputError(f"{path} is no text file in UTF-8; a case file is TOML text") from None
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or fault
        raise InputError(f"{path} cannot be read: {why}; give a case file (.toml)") from None
    return parse_case(text, path.name)


def _no_case(name: str, path: Path) -> str:
    near = get_close_matches(name.lower(), shipped_cases(), n=1)
    if path.is_file():
        return f"{path} is no case file; a case file is TOML text and ends in .toml"
    hint = f"did you mean {near[0]}?" if near else f"shipped cases are {', '.join(shipped_cases())}"
    return f'there is no case "{name}"; {hint}'


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
        said = str(fault).replace("Cannot overwrite a value", "a key is given twice")
        raise CaseError([f"{source} is no TOML: {said}; mend that line"]) from None
    except RecursionError:
        raise CaseError([f"{source} is no case: its tables are nested without end"]) from None
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
    faults: list[Fault] = []
    spread = _without_spans(mapping, "", faults)
    case = None if faults else _parsed(spread, faults)
    faults += _unknown_keys(mapping, Case, "")
    if case is not None:
        faults += faults_of(case)
    if case is None or faults:
        raise CaseError([f"{place(key)} {fault}" for key, fault in faults])
    return case


def _parsed(mapping: Mapping[str, Any], faults: list[Fault]) -> Case | None:
    """The case, if every table has its keys and every key its kind of value."""
    try:
        from pydantic import ValidationError  # noqa: PLC0415 - costs a quarter of a second
    except ImportError as missing:
        raise ModelError(f"reading a case needs pydantic, which is not installed here ({missing})") from None
    try:
        case: Case = _reader().validate_python(mapping)
    except ValidationError as found:
        faults += _structure_faults(found.errors())
        return None
    return case


@cache
def _reader() -> Any:
    """Pydantic's reader of the case types, built once."""
    from pydantic import TypeAdapter  # noqa: PLC0415

    return TypeAdapter(Case)


_SPAN = re.compile(r"(\d{4})-(\d{4})")


def _without_spans(table: Mapping[str, Any], name: str, faults: list[Fault]) -> dict[str, Any]:
    """The same tables with every span of years, such as ``2026-2030``, written out year by year."""
    found: dict[str, Any] = {}
    for text, value in table.items():
        key = f"{name}.{text}".lstrip(".")
        content = _without_spans(value, key, faults) if isinstance(value, Mapping) else value
        span = _SPAN.fullmatch(text)
        if span and int(span[2]) < int(span[1]):
            faults.append((key, f"ends before it starts; write {span[2]}-{span[1]}"))
        years = [str(year) for year in range(int(span[1]), int(span[2]) + 1)] if span else [text]
        twice = [year for year in years if year in found]
        if twice:
            faults.append((key, f"gives {', '.join(twice)} a second time; keep one value for a year"))
        found |= dict.fromkeys(years, content)
    return found


def _unknown_keys(table: object, kind: Any, name: str) -> Iterator[Fault]:
    """Keys that no type of the schema knows; whatever else is wrong there is told elsewhere."""
    if isinstance(kind, type) and is_dataclass(kind):
        if not isinstance(table, Mapping):
            return
        hints = _hints(kind)
        for key, value in table.items():
            place = f"{name}.{key}".lstrip(".")
            if key in hints:
                yield from _unknown_keys(value, hints[key], place)
            else:
                near = get_close_matches(key, hints, n=1)
                cure = f"did you mean {near[0]}?" if near else f"known here are {', '.join(hints)}"
                yield place, f"is no known key; {cure}"
    elif get_origin(kind) is dict and isinstance(table, Mapping):
        for key, value in table.items():
            yield from _unknown_keys(value, get_args(kind)[1], f"{name}.{key}")
    elif get_origin(kind) is tuple and isinstance(table, list):
        for number, value in enumerate(table, start=1):
            yield from _unknown_keys(value, get_args(kind)[0], f"{name}.{number}")


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """Keys of a table of the schema, and the type of each."""
    hints = get_type_hints(kind)
    return {field.name: _given(hints[field.name]) for field in fields(kind)}


def _given(kind: Any) -> Any:
    """The type of a key that is there, where the key may be left off."""
    given = [part for part in get_args(kind) if part is not NoneType]
    return given[0] if isinstance(kind, UnionType) and len(given) == 1 else kind


_UNION_MEMBERS = {"float", "bool", "date", "str", "int"}


def _structure_faults(errors: list[Any]) -> Iterator[Fault]:
    seen: set[str] = set()
    for error in errors:
        # A list counts from 1, as its readers do.
        parts = [str(part + 1) if isinstance(part, int) else str(part) for part in error["loc"]]
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
            return _table_wanted(found, parts)
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


def _table_wanted(found: object, parts: list[str]) -> str:
    """What to write where a table stands: an input in most places."""
    kind: Any = Case
    for part in parts:
        inner = get_args(kind)
        kind = inner[-1] if get_origin(kind) is dict else inner[0] if inner else _hints(kind)[part]
    if kind is Input:
        given = found if isinstance(found, (int, float)) else "..."
        return (
            f"must say more than {_spoken(found)}; "
            f'write {parts[-1]} = {{ value = {given}, low = ..., high = ..., basis = "assumed", note = "..." }}'
        )
    return f"must be a table, got {_spoken(found)}; write [{'.'.join(parts)}] and its keys below"


def _spoken(value: object) -> str:
    """A value as the file writes it, cut where it is long."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."
