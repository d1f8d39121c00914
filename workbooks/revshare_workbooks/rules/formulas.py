"""What stands inside formulas: numbers, functions, links, length."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from openpyxl.formula.tokenizer import Token

from revshare_workbooks.rules import functions
from revshare_workbooks.rules.audited import Audited, AuditedSheet
from revshare_workbooks.rules.forms import Form, Place
from revshare_workbooks.rules.formula_rows import short
from revshare_workbooks.rules.rule import Finding, must, should

PLAIN = {0.0, 1.0, 2.0, 12.0, 100.0, 365.0, 1000.0}
"""Numbers a formula may hold: counting, halves and doubles, months, percent, days, thousands."""
SMALLEST = 1e-6
"""Below it a number is a tolerance."""
MOST_CHOICES = 9
"""Choices that a list offers; a larger number is a quantity."""
LONGEST, MOST_CONDITIONS, DEEPEST = 150, 3, 2

_DDE = re.compile(r"""[\w.]+\|\s*['"\w]""")
_OTHER_BOOK = re.compile(r"\[[^\[\]]+\][^\[\]!,()]*'?!")


@must(
    "constant-in-formula",
    "No numbers in formulas but 0, 1, 2, 12, 100, 365 and 1000",
    why="A rate or an amount inside a formula has no label, no source and no unit, and is missed when it changes.",
    cure="Give the number a labelled cell among the inputs and let the formula read it.",
)
def constant_in_formula(book: Audited) -> Iterator[Finding]:
    """Find numbers with a meaning of their own."""
    for form in book.forms:
        odd = [text for text in form.numbers if not _is_plain(float(text))]
        if odd and not _is_shown(book, form) and (odd := list(_quantities(form))):
            yield _finding(book, form, f"has {', '.join(dict.fromkeys(odd))} in {short(form.sample)}")


def _is_shown(book: Audited, form: Form) -> bool:
    """Whether a formula that reads no cell stands beside its own text: an example in a reference."""
    row, column = form.places[0]
    sheet = book.by_name[form.sheet.casefold()]
    texts = (sheet.text((row - 1, column)), sheet.text((row, column - 1)))
    return not form.references and any(text[:1] == "=" and text[1:] in form.sample for text in texts)


def _quantities(form: Form) -> Iterator[str]:
    """Numbers of a formula but the plain ones and those that name a place or a choice."""
    calls: list[str] = []
    tokens = [token for token in form.tokens if token.type != Token.WSPACE]
    for at, token in enumerate(tokens):
        if token.subtype == Token.OPEN:
            calls.append(token.value[:-1].upper())
        elif token.subtype == Token.CLOSE and calls:
            calls.pop()
        elif token.subtype == Token.NUMBER and not _is_plain(float(token.value)):
            before, after = tokens[at - 1 : at], tokens[at + 1 : at + 3]
            if not (token.value.isdigit() and _names_a_choice(float(token.value), before, after, calls[-1:])):
                yield token.value


def _names_a_choice(number: float, before: list[Token], after: list[Token], calls: list[str]) -> bool:
    """Whether a whole number is compared, picks by a condition, or is a plain argument of a counting function."""
    kinds = {token.value for token in (*before, *after[:1])}
    if number > MOST_CHOICES:
        return bool(calls) and calls[0] in {"DATE", "TIME"}
    if not kinds.isdisjoint({"=", "<>"}):
        return True
    if after and after[0].value == "*" and [token.value for token in after[1:]] == ["("]:
        return True
    alone = all(
        token.type == Token.SEP or token.subtype in {Token.OPEN, Token.CLOSE}
        for token in (*before, *after[:1])
    )
    return alone and bool(calls) and calls[0] in functions.COUNTING


def _is_plain(number: float) -> bool:
    return number in PLAIN or 0 < number <= SMALLEST


@must(
    "volatile",
    "No function that changes by itself or reads cells no trace shows",
    why="TODAY, NOW and RAND give other figures each day, so nothing printed can be found again; OFFSET and INDIRECT "
    "read cells that no auditing tool sees.",
    cure="Enter the date as an input; use INDEX in place of OFFSET and INDIRECT.",
)
def volatile(book: Audited) -> Iterator[Finding]:
    """Find volatile and opaque functions."""
    yield from _calling(book, functions.VOLATILE | functions.OPAQUE)


@must(
    "external-link",
    "No links to other workbooks, no DDE, no functions that fetch from the web",
    why="The figure depends on a file or a server that the reader does not have, and a link can start a program.",
    cure="Copy the values into the inputs with their source; break the link under Data > Edit Links.",
)
def external_link(book: Audited) -> Iterator[Finding]:
    """Find what reaches outside the workbook."""
    for part in book.parts(r"xl/(externalLinks/[^/]+|connections)\.xml"):
        yield Finding(part, "is a connection to something outside this workbook")
    yield from _calling(book, functions.OUTSIDE)
    for form in book.forms:
        text = re.sub(r'"[^"]*"', '""', form.sample)
        if ("[" in text and _OTHER_BOOK.search(text)) or ("|" in text and _DDE.search(text)):
            yield _finding(book, form, f"reads outside this workbook: {short(form.sample)}")


@must(
    "array-lifting",
    "No function of one value over a whole range",
    why="ABS, YEAR or ISERROR over a range inside SUMPRODUCT gives other figures in other programs, and only the first "
    "cell's in some.",
    cure="Calculate the function in a row of its own, cell by cell, and add that row up.",
)
def array_lifting(book: Audited) -> Iterator[Finding]:
    """Find functions of one value that are given a range."""
    for form in book.forms:
        if functions.SCALAR.isdisjoint(form.calls):
            continue
        if lifted := _lifted(form):
            yield _finding(book, form, f"gives {lifted} a whole range: {short(form.sample)}")


def _lifted(form: Form) -> str:
    """Name the function of one value that is given a range; empty if there is none."""
    calls: list[str] = []
    for token in form.tokens:
        if token.type in {Token.FUNC, Token.PAREN} and token.subtype == Token.OPEN:
            calls.append(token.value[:-1].upper().removeprefix("_XLFN."))
        elif token.type in {Token.FUNC, Token.PAREN} and calls:
            calls.pop()
        elif token.type == Token.OPERAND and token.subtype == Token.RANGE and ":" in token.value.strip(":"):
            inner = next((call for call in reversed(calls) if call), "")
            if inner in functions.SCALAR:
                return inner
    return ""


@should(
    "formula-length",
    f"Formulas of at most {LONGEST} characters on one line, {MOST_CONDITIONS} IFs, and two IFs inside each other",
    why="What cannot be read at once is not checked; long formulas hide several steps, each of which can be wrong.",
    cure="Break it into rows, one step each, with a label.",
)
def formula_length(book: Audited) -> Iterator[Finding]:
    """Find formulas that hold too much."""
    for form in book.forms:
        if faults := excesses(form):
            yield _finding(book, form, f"has {', '.join(faults)}: {short(form.sample)}")


def excesses(form: Form) -> list[str]:
    """Say what a formula has too much of."""
    faults = []
    if len(form.sample) > LONGEST:
        faults.append(f"{len(form.sample)} characters")
    if "\n" in form.sample:
        faults.append("several lines")
    conditions = form.calls.count("IF")
    if conditions > MOST_CONDITIONS:
        faults.append(f"{conditions} IFs")
    if conditions > DEEPEST and (depth := _depth(form)) > DEEPEST:
        faults.append(f"{depth} IFs inside each other")
    return faults


def _depth(form: Form) -> int:
    """How many IFs lie inside each other."""
    deepest, calls = 0, []
    for token in form.tokens:
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            calls.append(token.value.upper() == "IF(")
            deepest = max(deepest, sum(calls))
        elif token.type == Token.FUNC and calls:
            calls.pop()
    return deepest


@must(
    "new-function",
    "Functions newer than Excel 2007 are marked in the file, and spilling ones declared",
    why="Without its mark (_xlfn.) Excel shows #NAME? until the cell is edited; an undeclared spill shows one cell.",
    cure="Enter the formula again in Excel and save, or write it with older functions.",
)
def new_function(book: Audited) -> Iterator[Finding]:
    """Find newer functions that the file does not mark."""
    declared = "xl/metadata.xml" in book.package.namelist()
    for form in book.forms:
        capitals = form.sample.upper()
        for name in dict.fromkeys(form.calls):
            if (
                functions.is_later(name)
                and f"_XLFN.{name}(" not in capitals
                and f"_XLWS.{name}(" not in capitals
            ):
                yield _finding(book, form, f"calls {name} without the mark _xlfn.")
            elif functions.spills(name) and not declared and not form.array:
                yield _finding(book, form, f"{name} spills, which the file does not declare")


@should(
    "unknown-function",
    "Every function is one of Excel's, or of revshare's cell functions",
    why="A function that the reader's program does not know shows #NAME?, and with it all that reads the cell.",
    cure="Correct the name, or say on the cover which add-in the workbook needs.",
)
def unknown_function(book: Audited) -> Iterator[Finding]:
    """Find functions that neither Excel nor revshare has."""
    named = {name.upper() for name in book.book.defined_names}
    unknown = {name for form in book.forms for name in form.calls if not functions.is_known(name)}
    yield from _calling(book, frozenset(name for name in unknown - named if not name.startswith("_XLPM.")))


@must(
    "circular",
    "No formula depends on itself; iteration is off",
    why="A circle has no one answer: what is shown depends on the order and number of passes.",
    cure="Let the formula read the period before, or solve for the value and store it as an input with a check.",
)
def circular(book: Audited) -> Iterator[Finding]:
    """Find circles, and the setting that hides them."""
    if book.book.calculation.iterate:
        yield Finding("the file", "has iterative calculation switched on")
    for place in book.recalculation.circles:
        yield Finding(place, "depends on itself, directly or through other cells")


@should(
    "repeated-calculation",
    "Each calculation is made once, and other places link to it",
    why="Two cells that work out the same drift apart when one of them is changed.",
    cure="Keep the first; let the others read it (=Sheet!A1).",
)
def repeated_calculation(book: Audited) -> Iterator[Finding]:
    """Find formulas that stand, with the same cells, in several places."""
    first: dict[tuple[str, str], tuple[AuditedSheet, Place]] = {}
    count: Counter[tuple[str, str]] = Counter()
    for sheet in book.sheets:
        for place, formula in sheet.formulas.items():
            form = sheet.forms[place]
            if len(form.references) < 2 or not form.calls or place in sheet.arrays:
                continue
            own = any(not reference.sheet for reference in form.references)
            key = (sheet.name if own else "", formula)
            count[key] += 1
            first.setdefault(key, (sheet, place))
    again: dict[tuple[AuditedSheet, Form, int], list[Place]] = defaultdict(list)
    for key, (sheet, place) in first.items():
        if count[key] > 1:
            again[sheet, sheet.forms[place], count[key]].append(place)
    for (sheet, form, times), places in again.items():
        yield Finding(sheet.at(*places), f"stands in {times} places: {short(form.sample)}")


def _calling(book: Audited, names: frozenset[str]) -> Iterator[Finding]:
    for form in book.forms:
        if called := [name for name in dict.fromkeys(form.calls) if name in names]:
            yield _finding(book, form, f"calls {', '.join(called)}: {short(form.sample)}")


def _finding(book: Audited, form: Form, found: str) -> Finding:
    return Finding(book.by_name[form.sheet.casefold()].at(*form.places), found)
