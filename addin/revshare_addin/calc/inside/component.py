"""The add-in as Calc calls it: one method per cell function.

Calc finds the methods through the interface that the extension's ``.idl`` declares, and their help in its ``.xcu``;
here they are made from a list of names. All three are written from the registry when the extension is built.
"""
# ruff: noqa: D102, N802 - names and meaning of the methods are UNO's

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import unohelper  # type: ignore[import-not-found] # LibreOffice has it
from com.sun.star.lang import XServiceInfo, XServiceName  # type: ignore[import-not-found]
from org.revshare.calc import XFunctions  # type: ignore[import-not-found]

from .client import Bridge, NoAnswerError
from .values import from_message, to_message

IMPLEMENTATION = "org.revshare.calc.Functions"
SERVICE = "RS"
"""What stands before each name: ``RS.PROFIT_SHARE``."""

FIRST_DAY = (1899, 12, 30)
"""Day 0 of a document that counts its dates as the functions do."""

_START = json.loads(Path(__file__).with_name("start.json").read_text(encoding="utf-8"))
_BRIDGE = Bridge(_START["command"])


class Functions(unohelper.Base, XFunctions, XServiceName, XServiceInfo):  # type: ignore[misc]
    """The add-in; the cell functions themselves are added below."""

    def __init__(self, context: object) -> None:
        self._context = context

    def getServiceName(self) -> str:
        return SERVICE

    def getImplementationName(self) -> str:
        return IMPLEMENTATION

    def supportsService(self, name: str) -> bool:
        return name == SERVICE

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        return (SERVICE,)


def _method(name: str) -> Callable[..., object]:
    def call(_self: Functions, *handed_over: Any) -> object:
        *arguments, document = handed_over
        return _answer(name, arguments, document)

    return call


def _answer(name: str, arguments: list[object], document: Any) -> object:
    """Rows of cells; what keeps a function from being calculated at all stands in the cell as text."""
    first = document and document.NullDate  # Calc's clipboard is no document
    if first and (first.Year, first.Month, first.Day) != FIRST_DAY:
        return _refusal(
            f"this document counts its days from {first.Year}; choose 12/30/1899 under Tools, Options, "
            "LibreOffice Calc, Calculate"
        )
    try:
        return from_message(_BRIDGE.ask([name, [to_message(argument) for argument in arguments]]))
    except NoAnswerError as fault:
        return _refusal(str(fault))


def _refusal(reason: str) -> object:
    return ((f"#VALUE! {reason}",),)


for _name in _START["functions"]:
    setattr(Functions, _name, _method(_name))

g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - the name LibreOffice looks for
g_ImplementationHelper.addImplementation(Functions, IMPLEMENTATION, (SERVICE,))
