"""The file itself: properties, active content, calculation settings, protection, dangerous text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from openpyxl.packaging.core import DocumentProperties

from revshare_workbooks.rules.audited import Audited
from revshare_workbooks.rules.forms import Place
from revshare_workbooks.rules.rule import Finding, Need, must, should
from revshare_workbooks.template.macro import is_xlwings_own

_BECOMES_FORMULA = re.compile(r"[=@\t\r+\-].*[(|!]", re.DOTALL)
_PATH = re.compile(r"[A-Za-z]:\\\\?Users\\|\\\\[\w.-]+\\|/home/\w|/Users/\w|file:///", re.IGNORECASE)
_ACTIVE = (
    r"xl/(vbaProject\.bin|activeX/.*|embeddings/.*|macrosheets/.*|dialogsheets/.*|customUI/.*)|customUI/.*"
)
_PROGRAMS_THAT_STORE_VALUES = re.compile(r"^(Microsoft( Macintosh)? Excel|LibreOffice.*)$")


def _own(book: Audited) -> bool:
    """Whether revshare wrote the file as it is."""
    properties = book.book.properties
    return (properties.creator or "").startswith(
        "revshare "
    ) and properties.lastModifiedBy == properties.creator


@must(
    "text-as-formula",
    "Text from outside does not begin like a formula",
    why="Text such as =cmd|... becomes a formula when a cell is edited or the sheet goes through a CSV file.",
    cure="Give the cell the format Text, or put an apostrophe before it.",
)
def text_as_formula(book: Audited) -> Iterator[Finding]:
    """Find texts that would become formulas."""
    for sheet in book.sheets:
        wrong: list[Place] = []
        for place, cell in sheet.cells.items():
            if cell.data_type != "s" or not isinstance(cell.value, str) or not sheet.visible:
                continue
            look = sheet.looks[place]
            if _BECOMES_FORMULA.match(cell.value) and look.number != "@" and not look.quoted:
                wrong.append(place)
        if wrong:
            yield Finding(sheet.at(*wrong), f"holds the text {sheet.text(min(wrong))[:40]!r}")


@must(
    "properties",
    "The file's properties name its title and who or what made it",
    why="A file that went through three inboxes is told apart by nothing else.",
    cure="File > Info > Properties: title and author, or the program and its version.",
)
def properties(book: Audited) -> Iterator[Finding]:
    """Find properties that are left blank."""
    found: DocumentProperties = book.book.properties
    for what, value in (("title", found.title), ("author", found.creator)):
        if not (value or "").strip() or value == "openpyxl":
            yield Finding("the file's properties", f"name no {what}")
    if _own(book):
        for what, value in (
            ("scenario as subject", found.subject),
            ("input hash as keywords", found.keywords),
        ):
            if not (value or "").strip():
                yield Finding("the file's properties", f"name no {what}")


@must(
    "private-path",
    "No path of the author's machine in the file",
    why="Paths give away names of people, customers and servers.",
    cure="File > Info > Check for Issues > Inspect Document; take out links to local files.",
)
def private_path(book: Audited) -> Iterator[Finding]:
    """Find paths in properties, settings and relationships."""
    for part in book.parts(r"docProps/.*\.xml|xl/workbook\.xml|xl/.*_rels/.*\.rels|xl/externalLinks/.*\.xml"):
        if found := _PATH.search(book.package.read(part).decode("utf-8", "replace")):
            yield Finding(part, f"holds {found[0]}...")


@must(
    "active-content",
    "No macros but xlwings' own, no ActiveX, no embedded objects",
    why="They run code on the reader's machine, are stripped by mail filters, and make nobody's figures better.",
    cure="Save as .xlsx without macros; paste embedded objects as pictures.",
)
def active_content(book: Audited) -> Iterator[Finding]:
    """Find parts that can run."""
    for part in book.parts(_ACTIVE):
        if not is_xlwings_own(book.package.read(part)):
            yield Finding(part, "is a macro, a control or an embedded object")


@must(
    "calculation-mode",
    "The workbook calculates by itself, and anew when opened where its values come from another program",
    why="In manual mode the figures stay those of earlier inputs; values of another program may differ.",
    cure="Formulas > Calculation Options > Automatic; let the program that writes the file ask for a full calculation.",
)
def calculation_mode(book: Audited) -> Iterator[Finding]:
    """Find settings under which formulas do not follow."""
    mode = book.book.calculation
    if mode.calcMode not in {None, "auto"}:
        yield Finding("the file", f"calculates in the mode {mode.calcMode}")
    ours = any(name.startswith(("RS_", "RS.")) for form in book.forms for name in form.calls)
    if book.forms and not ours and not mode.fullCalcOnLoad and not _stored_by_its_own_program(book):
        yield Finding("the file", "is not calculated anew when opened")


def _stored_by_its_own_program(book: Audited) -> bool:
    """Whether a spreadsheet program saved the file, whose stored values are then its own."""
    if "docProps/app.xml" not in book.package.namelist():
        return False
    text = book.package.read("docProps/app.xml").decode("utf-8", "replace")
    found = re.search(r"<(?:\w+:)?Application>([^<]*)<", text)
    return bool(found and _PROGRAMS_THAT_STORE_VALUES.match(found[1]))


@should(
    "file-times",
    "A file that revshare wrote carries no clock: the same inputs give the same bytes",
    why="Two files that differ only by their time of writing cannot be told from two that differ in a figure.",
    cure="Write it again with revshare report.",
    need=Need("a file that revshare wrote", _own),
)
def file_times(book: Audited) -> Iterator[Finding]:
    """Find times of writing within the file."""
    times = [info.date_time for info in book.package.infolist()]
    if any(one != other for one, other in pairwise(times)):
        yield Finding("the file", f"has parts of different times, such as {times[0]}")
    found = book.book.properties
    if found.created != found.modified:
        yield Finding("the file's properties", f"say created {found.created} and modified {found.modified}")


@should(
    "protection",
    "A protected sheet has its inputs unlocked and no password",
    why="A password keeps reviewers out and not attackers; locked inputs make the model useless.",
    cure="Review > Unprotect Sheet; unlock the inputs (Format Cells > Protection) and protect it without a password.",
    need=Need("a protected sheet", lambda book: any(s.worksheet.protection.sheet for s in book.sheets)),
)
def protection(book: Audited) -> Iterator[Finding]:
    """Find passwords, and inputs that cannot be changed."""
    for sheet in book.sheets:
        lock = sheet.worksheet.protection
        if not lock.sheet:
            continue
        if lock.password or lock.hashValue:
            yield Finding(sheet.name, "is protected with a password")
        locked = [
            place for place in sheet.entries if sheet.looks[place].locked and place not in sheet.formulas
        ]
        if locked:
            yield Finding(sheet.at(*locked), "is an input and locked")
