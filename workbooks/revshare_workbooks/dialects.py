"""How one formula is written in different hosts.

The catalogue's form is ``RS_PROFIT_SHARE``. LibreOffice Calc knows it as ``RS.PROFIT_SHARE``; files may carry
``_xll.``, ``_xlfn.`` or ``_xldudf_`` before it, or the add-in's file (``[1]!RS_PROFIT_SHARE``).
Only names of functions change: text in quotes and everything else stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

from revshare_addin.catalogue import FUNCTIONS

_OURS = re.compile(
    r"(?P<at>@?)(?:.*!)?(?:_xlfn\.|_xll\.|_xlws\.|_xldudf_)*RS[._](?P<rest>[A-Z0-9_.]+)\(", re.IGNORECASE
)
_SINGLE = "_XLFN.SINGLE("
"""How files write the ``@`` that holds an array to one value."""
_WORTH_READING = re.compile(r"RS[._]|\[|_xlfn\.SINGLE", re.IGNORECASE)
_OTHER_BOOK = re.compile(r"^'?[^'\[]*\[[^\]]+\][^\]]*!")


class Host(StrEnum):
    """Whose form formulas are written in."""

    EXCEL = "excel"
    CALC = "calc"


@dataclass(frozen=True, slots=True)
class Reading:
    """A formula in the catalogue's form, and what stands in it."""

    formula: str
    calls: tuple[str, ...]
    """Cell functions called, known or not."""
    changed: bool
    """Whether it differs from what the file holds."""
    reads_other_book: bool

    @property
    def unknown(self) -> tuple[str, ...]:
        """Names that look like ours but are none."""
        return tuple(name for name in self.calls if name not in FUNCTIONS)


def read(formula: str) -> Reading:
    """Rewrite a formula (with its ``=``) into the catalogue's form; one that does not parse stays.

    An argument of ours that is left blank between commas becomes empty text, which says so to every function.
    """
    if not _WORTH_READING.search(formula):
        return Reading(formula, (), changed=False, reads_other_book=False)
    calls: list[str] = []

    def known(token: Token) -> str:
        found = _ours(token)
        if not found:
            return "@(" if _text(token).upper() == _SINGLE else _text(token)
        name = f"RS_{found['rest'].upper().replace('.', '_')}"
        calls.append(name)
        return f"{found['at']}{name}("

    tokens = _tokens(formula)
    skipped = _skipped(tokens)
    pieces = [f'""{known(token)}' if place in skipped else known(token) for place, token in enumerate(tokens)]
    rewritten = f"={''.join(pieces)}" if tokens else formula
    other = any(token.subtype == Token.RANGE and _OTHER_BOOK.match(token.value) for token in tokens)
    return Reading(rewritten, tuple(calls), rewritten != formula, other)


def for_calc(formula: str) -> str:
    """Write a formula as LibreOffice Calc resolves it: ``RS.`` before each of our names."""
    return _renamed(formula, "RS.")


def for_excel(formula: str) -> str:
    """Write a formula as Excel resolves it: ``RS_`` before each of our names."""
    return _renamed(formula, "RS_")


def at_this_cell(formula: str) -> str:
    """Hold a formula to one value, as a plain cell of Excel does.

    A range outside any function means its cell in the formula's own row or column, and of an array the
    first element counts: what Excel shows as ``@`` and files leave out.
    """
    tokens = _tokens(formula)
    if not tokens:
        return formula
    depth, pieces = 0, []
    for token in tokens:
        if token.type in {Token.FUNC, Token.ARRAY}:
            depth += {Token.OPEN: 1, Token.CLOSE: -1}.get(token.subtype, 0)
        bare_range = token.type == Token.OPERAND and token.subtype == Token.RANGE and not depth
        pieces.append(f"@{token.value}" if bare_range and ":" in token.value.lstrip(":") else token.value)
    return f"=@({''.join(pieces)})"


def _renamed(formula: str, prefix: str) -> str:
    def renamed(token: Token) -> str:
        found = _ours(token)
        if not found:
            return _text(token)
        rest = found["rest"].upper().replace(".", "_")
        return f"{found['at']}{prefix}{rest}(" if f"RS_{rest}" in FUNCTIONS else _text(token)

    tokens = _tokens(formula)
    return f"={''.join(map(renamed, tokens))}" if tokens else formula


def _ours(token: Token) -> re.Match[str] | None:
    return _OURS.fullmatch(token.value) if token.type == Token.FUNC and token.subtype == Token.OPEN else None


def _text(token: Token) -> str:
    return str(token.value)


def _tokens(formula: str) -> list[Token]:
    """What a formula is made of; nothing if it does not parse."""
    try:
        return list(Tokenizer(formula).items)
    except TokenizerError:
        return []


def _skipped(tokens: list[Token]) -> set[int]:
    """Tokens before which one of our functions has an argument left blank; the engine would hand over 0 for it."""
    found: set[int] = set()
    ours: list[bool] = []
    before: Token | None = None
    for place, token in enumerate(tokens):
        if token.type == Token.WSPACE:
            continue
        if ours and ours[-1] and before:
            after_comma = before.type == Token.SEP and (
                token.type == Token.SEP or token.subtype == Token.CLOSE
            )
            if after_comma or (before.subtype == Token.OPEN and token.type == Token.SEP):
                found.add(place)
        if token.subtype == Token.OPEN:
            ours.append(_ours(token) is not None)
        elif token.subtype == Token.CLOSE and ours:
            ours.pop()
        before = token
    return found
