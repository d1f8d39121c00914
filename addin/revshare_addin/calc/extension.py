"""The extension file for LibreOffice, written from the registry: types, help and the code that runs inside.

An ``.oxt`` is a zip file. Its type library is plain text, which LibreOffice reads itself, so nothing is compiled.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import version
from importlib.resources import files
from xml.sax.saxutils import escape

from revshare_addin.archive import zipped
from revshare_addin.catalogue import FUNCTIONS
from revshare_addin.registry import CellFunction, Parameter

IDENTIFIER = "org.revshare.calc"

_LANGUAGE = dict.fromkeys(("DisplayName", "Description"), ' xml:lang="en-US"')

_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">
<manifest:file-entry manifest:media-type="application/vnd.sun.star.uno-typelibrary;type=RDB"
 manifest:full-path="functions.idl"/>
<manifest:file-entry manifest:media-type="application/vnd.sun.star.uno-component;type=Python"
 manifest:full-path="functions.py"/>
<manifest:file-entry manifest:media-type="application/vnd.sun.star.configuration-data"
 manifest:full-path="functions.xcu"/>
</manifest:manifest>
"""

_DESCRIPTION = """<?xml version="1.0" encoding="UTF-8"?>
<description xmlns="http://openoffice.org/extensions/description/2006">
<identifier value="{identifier}"/>
<version value="{version}"/>
<display-name><name lang="en">RevShare</name></display-name>
</description>
"""

_LOADER = "from revshare_calc.component import g_ImplementationHelper\n"

_WIZARD = """<?xml version="1.0" encoding="UTF-8"?>
<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 oor:name="CalcAddIns" oor:package="org.openoffice.Office">
<node oor:name="AddInInfo"><node oor:name="RS" oor:op="replace"><node oor:name="AddInFunctions">
{functions}
</node></node></node>
</oor:component-data>
"""

_IDL = """module org {{ module revshare {{ module calc {{
interface XFunctions {{
{methods}
}};
}}; }}; }};
"""


def built(python: str) -> bytes:
    """Write the extension.

    Parameters
    ----------
    python
        Path of the interpreter that has `revshare` and answers the functions.
    """
    written = {
        "META-INF/manifest.xml": _MANIFEST,
        "description.xml": _DESCRIPTION.format(identifier=IDENTIFIER, version=escape(version("revshare"))),
        "functions.xcu": wizard(),
        "functions.idl": types(),
        "functions.py": _LOADER,
        "pythonpath/revshare_calc/start.json": json.dumps(
            {"command": command(python), "functions": list(map(name_in_calc, FUNCTIONS.values()))}
        ),
    }
    for source in files("revshare_addin.calc.inside").iterdir():
        if source.name.endswith(".py"):
            written[f"pythonpath/revshare_calc/{source.name}"] = source.read_text(encoding="utf-8")
    return zipped(written)


def command(python: str) -> list[str]:
    """What starts the bridge: without Calc's own Python settings and without the folder Calc stands in."""
    return [python, "-E", "-P", "-m", "revshare_addin.calc.bridge"]


def help_in_calc(parameter: Parameter) -> str:
    """Answer an argument's help; Calc calls every one optional that may be a range, so it says which are not."""
    return parameter.argument.help if parameter.optional else f"{parameter.argument.help} (required)"


def types() -> str:
    """Declare one method per function.

    Calc knows an argument that may be a value, a range or left out as ``any``, accepts no underscore in its name,
    and fills in the document itself, which is not shown.
    """
    return _IDL.format(methods="\n".join(map(_declared, FUNCTIONS.values())))


def wizard() -> str:
    """Describe the functions for the function wizard.

    From this Calc knows them without running Python; it does so when a cell or the wizard uses the first one.
    """
    return _WIZARD.format(functions="\n".join(map(_described, FUNCTIONS.values())))


def name_in_calc(function: CellFunction) -> str:
    """Answer the name of a function in Calc, without ``RS.``."""
    return function.name.removeprefix("RS_")


def _declared(function: CellFunction) -> str:
    arguments = [f"[in] any p{position}" for position in range(len(function.parameters))]
    arguments.append("[in] com::sun::star::beans::XPropertySet document")
    return f"sequence< sequence<any> > {name_in_calc(function)}({', '.join(arguments)});"


def _described(function: CellFunction) -> str:
    name = name_in_calc(function)
    shown = {"DisplayName": f"RS.{name}", "Description": function.help, "Category": "Financial"}
    parameters = "".join(
        _node(f"p{position}", _properties({"DisplayName": p.name, "Description": help_in_calc(p)}))
        for position, p in enumerate(function.parameters)
    )
    return _node(name, _properties(shown) + _node("Parameters", parameters, new=False))


def _node(name: str, content: str, *, new: bool = True) -> str:
    replaced = ' oor:op="replace"' if new else ""
    return f'<node oor:name="{name}"{replaced}>{content}</node>'


def _properties(values: Mapping[str, str]) -> str:
    return "".join(
        f'<prop oor:name="{name}"><value{_LANGUAGE.get(name, "")}>{escape(value)}</value></prop>'
        for name, value in values.items()
    )
