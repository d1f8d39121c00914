"""One definition per cell function: name, help, arguments and the call into the model.

`cell_function` reads all of it from a plain annotated function and refuses, at import, what some host would
refuse later or swallow in silence.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, get_args, get_origin

from revshare_addin.arguments import Argument, Zero

HELP_LIMIT = 255
"""Characters Excel keeps of a description; the rest would vanish unseen."""

_CELL_ADDRESS = re.compile(r"[A-Z]{1,3}[0-9]+|R[0-9]*C[0-9]*", re.IGNORECASE)
_NAME = re.compile(r"RS_[A-Z][A-Z0-9_]*")
_ARGUMENT_NAME = re.compile(r"[a-z][a-z0-9_]*")
_RESERVED = """
abs addressof and any array as attribute boolean byref byte byval call case cbool cbyte ccur cdate cdbl
cdec cdecl cint circle clng clnglng clngptr close const csng cstr currency cvar cverr date debug decimal
declare defbool defbyte defcur defdate defdbl defdec defint deflng deflnglng deflngptr defobj defsng
defstr defvar dim do doevents double each else elseif empty end endif enum eqv erase error event exit false
fix for friend function get global gosub goto if imp implements in input inputb int integer is lbound
len lenb let like lineinput lock long longlong longptr loop lset me mod new next not nothing null on
open option optional or paramarray preserve print private pset public put raiseevent redim rem resume
return rset scale seek select set sgn shared single spc static stop string sub tab then to true type
typeof ubound unlock until variant wend while with withevents write xor caller
"""
"""Reserved identifiers of VBA (MS-VBAL 3.3.5.2), and `caller`, which xlwings fills in."""


@dataclass(frozen=True)
class Parameter:
    """One parameter as the hosts see it."""

    name: str
    argument: Argument
    optional: bool
    default: object = None

    @property
    def written(self) -> str:
        """The name as signatures show it, optional ones in brackets."""
        return f"[{self.name}]" if self.optional else self.name


@dataclass(frozen=True)
class CellFunction:
    """A cell function: what every host needs to know of it.

    Parameters
    ----------
    name
        `RS_...`, the same in every host but LibreOffice Calc, where it is `RS.` and the rest.
    section
        Section of the catalogue it stands in.
    methods
        Heading of `model/docs/methods.md` under which its mathematics stands.
    help
        What it answers, at most 255 characters.
    parameters
        In the order of the call, optional ones last.
    example
        Arguments of the worked example; its answer is computed.
    python
        The call into the model.
    in_words
        Whether a fault is the answer as text, not an error.
    """

    name: str
    section: str
    methods: str
    help: str
    parameters: tuple[Parameter, ...]
    example: tuple[object, ...]
    python: Callable[..., object]
    in_words: bool = False

    @property
    def signature(self) -> str:
        """Name and arguments as the catalogue writes them."""
        return f"{self.name}({', '.join(parameter.written for parameter in self.parameters)})"


def cell_function(
    section: str, *, methods: str, example: Sequence[object], in_words: bool = False
) -> Callable[[Callable[..., object]], CellFunction]:
    """Define a cell function from an annotated Python function.

    Raises
    ------
    TypeError
        If a name is illegal in some host, help is missing or too long, or it is open what 0 means.
    """

    def define(python: Callable[..., object]) -> CellFunction:
        name = python.__name__
        if not _NAME.fullmatch(name) or _CELL_ADDRESS.fullmatch(name):
            raise TypeError(f"{name} is no legal function name; write RS_ and capitals")
        help_text = " ".join((python.__doc__ or "").split())
        _check_help(name, help_text)
        parameters = tuple(map(_parameter, inspect.signature(python).parameters.values()))
        for before, after in pairwise(parameters):
            if before.optional and not after.optional:
                raise TypeError(f"{name}: {after.name} is required but follows an optional argument")
        return CellFunction(name, section, methods, help_text, parameters, tuple(example), python, in_words)

    return define


def _parameter(parameter: inspect.Parameter) -> Parameter:
    """Read one parameter's kind, help and default from its annotation."""
    name = parameter.name
    if not _ARGUMENT_NAME.fullmatch(name) or name in _RESERVED.split() or _CELL_ADDRESS.fullmatch(name):
        raise TypeError(f"{name} is no legal argument name in VBA")
    if parameter.kind is not inspect.Parameter.POSITIONAL_OR_KEYWORD:
        raise TypeError(f"{name} must be an ordinary parameter")
    notes = get_args(parameter.annotation)[1:] if get_origin(parameter.annotation) is Annotated else ()
    found = [note for note in notes if isinstance(note, Argument)]
    if len(found) != 1:
        raise TypeError(f"{name} is not documented; annotate it with one kind of argument")
    argument = found[0]
    _check_help(name, argument.help)
    optional = parameter.default is not inspect.Parameter.empty
    if optional and argument.numeric and argument.zero is None:
        raise TypeError(f"{name} is optional; say what an explicit 0 means")
    if argument.zero is Zero.IS_THE_DEFAULT and (not optional or parameter.default not in {0, None}):
        raise TypeError(f"{name}: 0 can only be the default where the default is 0 or nothing")
    return Parameter(name, argument, optional, parameter.default if optional else None)


def _check_help(name: str, text: str) -> None:
    if not text:
        raise TypeError(f"{name} has no help")
    if len(text) > HELP_LIMIT:
        raise TypeError(f"the help of {name} has {len(text)} characters; Excel keeps {HELP_LIMIT}")
