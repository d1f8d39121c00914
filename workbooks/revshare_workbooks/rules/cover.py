"""What a cover says: whose workbook it is, from which data, in which units."""

from __future__ import annotations

import re
from collections.abc import Iterator

from revshare_workbooks.rules import roles
from revshare_workbooks.rules.audited import Audited
from revshare_workbooks.rules.rule import Finding, must

_WORDS = {
    "version of the model or of the program that made it": r"version|made by|v?\d+\.\d+\.\d+",
    "date of the data": r"as of|date|20\d\d",
    "currency and units": r"currency|unit|\b(USD|EUR|GBP|million|thousand)\b",
    "signs": r"\bsigns?\b|positive|negative",
    "key to the colours": r"how to read|colou?r|legend|\bkey\b|blue",
}
_HASH = re.compile(r"\b[0-9a-f]{64}\b")


@must(
    "cover-says",
    "The cover says version, date of the data, units, signs, colours, scenario and whether the checks hold",
    why="A printed or forwarded workbook without them cannot be told from last week's.",
    cure="Write the missing line on the cover.",
    need=roles.COVER,
)
def cover_says(book: Audited) -> Iterator[Finding]:
    """Find what the cover leaves out."""
    front, checks = roles.COVER.of(book), roles.checks(book)
    said = "\n".join(str(value) for value in front.shown.values())
    for what, pattern in _WORDS.items():
        if not re.search(pattern, said, re.IGNORECASE):
            yield Finding(front.name, f"does not say: {what}")
    chosen = any(
        sheet.text(place) == "Scenario" for sheet in roles.named(book, roles.INPUTS) for place in sheet.shown
    )
    if chosen and not re.search("scenario", said, re.IGNORECASE):
        yield Finding(front.name, "does not say: scenario")
    if checks and not roles.reads(front, checks):
        yield Finding(front.name, "does not show the model check")


@must(
    "cover-hash",
    "The input hash on the cover is that of the document's properties",
    why="Two hashes in one file say that its cover is not of the figures behind it.",
    cure="Write the report again from its inputs.",
    need=roles.COVER,
)
def cover_hash(book: Audited) -> Iterator[Finding]:
    """Find a cover whose hash is another than the file's."""
    front, keywords = roles.COVER.of(book), book.book.properties.keywords or ""
    said = {found for text in front.shown.values() for found in _HASH.findall(str(text))}
    kept = set(_HASH.findall(keywords))
    if said and kept and said != kept:
        yield Finding(front.name, f"says {min(said)[:12]}..., the file's properties say {min(kept)[:12]}...")
