"""Which part of an ``.xlsx`` package is which sheet, and parts exchanged with all others byte for byte."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from revshare.errors import InputError

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def worksheets(source: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name to part, in the order of the tabs; chart sheets are left out."""
    book = _main(source)
    targets = {key: to for key, kind, to in _relations(source, book) if kind == "worksheet"}
    sheets = elements(_read(source, book), "sheet")
    found = {sheet.get("name", ""): targets[sheet["id"]] for sheet in sheets if sheet.get("id") in targets}
    if missing := set(found.values()) - set(source.namelist()):
        raise InputError(f"this file is damaged: it has no part {min(missing)}")
    return found


def refuse_1904(source: zipfile.ZipFile) -> None:
    """Refuse a workbook that counts its days from 1904: every date would come out four years off.

    Raises
    ------
    InputError
        With the cure.
    """
    settings = elements(_read(source, _main(source)), "workbookPr")
    if any(setting.get("date1904", "0") in {"1", "true"} for setting in settings):
        raise InputError(
            "this workbook counts days from 1904; in Excel switch off File > Options > Advanced > "
            "Use 1904 date system, enter its dates anew and save it"
        )


def exchanged(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Exchange the content of some parts of a package."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as result:
        for info in source.infolist():
            result.writestr(info, parts.get(info.filename) or source.read(info))
    return target.getvalue()


def without_links(data: bytes) -> bytes:
    """Leave out what a package fetches from elsewhere: pictures and books at other places; links to click stay."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        lists = {name: source.read(name) for name in source.namelist() if name.endswith(".rels")}
    return exchanged(data, {name: _inside(xml) for name, xml in lists.items()})


def _inside(xml: bytes) -> bytes:
    """Write a list of relationships without those that are followed on opening and lead out of the package."""
    kept = [
        relation
        for relation in elements(xml, "Relationship")
        if relation.get("TargetMode") != "External" or relation.get("Type", "").endswith("/hyperlink")
    ]
    written = ("".join(f" {key}={quoteattr(value)}" for key, value in relation.items()) for relation in kept)
    inner = "".join(f"<Relationship{attributes}/>" for attributes in written)
    return f'<Relationships xmlns="{_RELATIONS}">{inner}</Relationships>'.encode()


def elements(xml: bytes, name: str) -> list[dict[str, str]]:
    """Attributes of every element of this local name; namespaces of attributes are dropped."""
    found: list[dict[str, str]] = []

    def start(full: str, attributes: dict[str, str]) -> None:
        if full.rpartition(" ")[2] == name:
            found.append({key.rpartition(" ")[2]: value for key, value in attributes.items()})

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = start
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as fault:
        raise InputError(f"a part of this file is damaged: {fault}") from None
    return found


def refuse_doctype(*_: object) -> None:
    """Refuse a part that declares entities, before expat expands any of them."""
    raise InputError(
        "this file declares a document type, which no spreadsheet program writes; it is not opened"
    )


def _main(source: zipfile.ZipFile) -> str:
    """Name the workbook's own part."""
    books = [to for _, kind, to in _relations(source, "") if kind == "officeDocument"]
    if len(books) != 1:
        raise InputError("this file is no workbook: it names no main part")
    return books[0]


def _relations(source: zipfile.ZipFile, part: str) -> list[tuple[str, str, str]]:
    """Id, kind and target part of each internal relationship of a part; "" stands for the package."""
    folder, name = posixpath.split(part)
    found = []
    for relation in elements(_read(source, posixpath.join(folder, "_rels", f"{name}.rels")), "Relationship"):
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            found.append((relation.get("Id", ""), posixpath.basename(relation.get("Type", "")), target))
    return found


def _read(source: zipfile.ZipFile, part: str) -> bytes:
    try:
        return source.read(part)
    except KeyError:
        raise InputError(f"this file is damaged: it has no part {part}") from None
