"""How one formula is written in different hosts.

The catalogue's form is ``RS_PROFIT_SHARE``. LibreOffice Calc knows it as ``RS.PROFIT_SHARE``; files may carry
``_xll.``, ``_xlfn.`` or ``_xldudf_`` before it, or the add-in's file (``[1]!RS_PROFIT_SHARE``).
Only names of functions change: text in quotes and everything else stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable
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
    """Rewrite a formula (with its ``=``) into the catalogue's form; one that does not parse stays."""
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

    rewritten, tokens = _rewritten(formula, known)
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
    try:
        tokens = Tokenizer(formula).items
    except TokenizerError:
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

    return _rewritten(formula, renamed)[0]


def _ours(token: Token) -> re.Match[str] | None:
    return _OURS.fullmatch(token.value) if token.type == Token.FUNC and token.subtype == Token.OPEN else None


def _text(token: Token) -> str:
    return str(token.value)


def _rewritten(formula: str, change: Callable[[Token], str]) -> tuple[str, list[Token]]:
    try:
        tokens = Tokenizer(formula).items
    except TokenizerError:
        return formula, []
    return "=" + "".join(change(token) for token in tokens), tokens
