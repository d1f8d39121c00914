"""The same content gives the same bytes, on any day and in any time zone."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

TIMES = re.compile(rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*(</dcterms:\2>)")
FIRST = ("[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml", "xl/workbook.xml")
"""Parts that readers look for first; the others follow by name."""


def reproducible(content: bytes, as_of: date) -> bytes:
    """Pack a workbook anew with fixed times and order of parts.

    Parts themselves are not touched, but for the two times in the document properties.

    Parameters
    ----------
    content
        A whole ``.xlsx`` or ``.xlsm``.
    as_of
        Date of the data; it becomes the document's time of creation and of change, at midnight UTC.
    """
    stamp = rb"\g<1>%sT00:00:00Z\g<3>" % as_of.strftime("%Y-%m-%d").encode()
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in sorted(source.namelist(), key=_place):
            part = source.read(name)
            if name == "docProps/core.xml":
                part = TIMES.sub(stamp, part)
            target.writestr(_entry(name), part)
    return packed.getvalue()


def _place(name: str) -> tuple[int, str]:
    return (FIRST.index(name) if name in FIRST else len(FIRST), name)


def _entry(name: str) -> zipfile.ZipInfo:
    """Describe a part without clock, machine or user."""
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o600 << 16
    return entry
