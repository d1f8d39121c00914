"""Facts by field, as a reader looks them up in a table (methods: scenarios and facts)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from revshare.errors import NotApplicableError
from revshare.facts import Fact, conflicts, fact, load_facts


class Field(StrEnum):
    """What a fact says and what it rests on."""

    ID = "id"
    SUBJECT = "subject"
    COUNTERPARTY = "counterparty"
    METRIC = "metric"
    VALUE = "value"
    LOW = "low"
    HIGH = "high"
    VALUE_TEXT = "value_text"
    UNIT = "unit"
    AS_OF = "as_of"
    BASIS = "basis"
    SOURCE = "source"
    CONFLICTS = "conflicts"
    NOTE = "note"


def everything(name: str) -> dict[str, float | str]:
    """All fields of the fact with this id; what it does not say is empty text."""
    return _fields(fact(name))


def one_field(name: str, field: Field) -> float | str:
    """One field of the fact with this id.

    Raises
    ------
    NotApplicableError
        If the fact says nothing of it.
    """
    found = everything(name)
    if found[field] == "":
        raise NotApplicableError(f'{found[Field.ID]} gives no {field}; it says "{found[Field.VALUE_TEXT]}"')
    return found[field]


def about(text: str) -> tuple[Fact, ...]:
    """Find the facts whose subject and metric contain every word of `text`, whatever its case.

    Raises
    ------
    NotApplicableError
        If there is none.
    """
    words = text.casefold().split()
    found = tuple(
        one for one in load_facts() if all(word in f"{one.subject} {one.metric}".casefold() for word in words)
    )
    if not found:
        raise NotApplicableError(
            f'no fact has "{text}" as subject or metric; try a company, or a measure such as margin'
        )
    return found


def columns(facts: Sequence[Fact]) -> Mapping[str, list[float | str]]:
    """Facts as a table: one column per field, one row per fact."""
    rows = [_fields(one) for one in facts]
    return {field.value: [row[field] for row in rows] for field in Field}


def _fields(one: Fact) -> dict[str, float | str]:
    numbers = {Field.VALUE: one.value, Field.LOW: one.low, Field.HIGH: one.high}
    found: dict[Field, float | str] = {
        Field.ID: one.id,
        Field.SUBJECT: one.subject,
        Field.COUNTERPARTY: one.counterparty,
        Field.METRIC: one.metric,
        **{field: "" if number is None else number for field, number in numbers.items()},
        Field.VALUE_TEXT: one.value_text,
        Field.UNIT: one.unit,
        Field.AS_OF: one.as_of,
        Field.BASIS: one.basis_text,
        Field.SOURCE: f"text {one.source}, line {one.source_line}",
        Field.CONFLICTS: "; ".join(f"{group} with {_others(one, group)}" for group in one.groups),
        Field.NOTE: one.note,
    }
    return {field.value: said for field, said in found.items()}


def _others(one: Fact, group: str) -> str:
    """The facts that disagree with this one."""
    return ", ".join(other.id for other in conflicts(group) if other is not one)
