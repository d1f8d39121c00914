"""Charts as the file holds them: where they stand, what they say, which cells they read."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.xml.functions import fromstring

from revshare_workbooks.rules.forms import Place
from revshare_workbooks.workbook_parts import worksheets

Element: TypeAlias = Any
"""An XML element; openpyxl takes lxml's or the standard library's."""

EMU_PER_POINT = 12_700
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"


class Corner(NamedTuple):
    """Row and column of a cell, from 1, and how far right and down in it a corner lies, in points."""

    cell: Place
    right: float
    down: float


@dataclass(frozen=True)
class Drawn:
    """One chart of a sheet.

    Parameters
    ----------
    sheet, name
        Where it stands, and what the file calls it.
    alt
        Its alternative text.
    corner
        Its upper left corner.
    end
        Its lower right corner, where the file says; else None.
    extent
        Width and height in points, where the file says; else zeros.
    root
        The chart's XML.
    """

    sheet: str
    name: str
    alt: str
    corner: Corner
    end: Corner | None
    extent: tuple[float, float]
    root: Element

    def find(self, *names: str) -> Iterator[Element]:
        """Elements of these local names, wherever they lie."""
        return (element for element in self.root.iter() if local(element) in names)

    @property
    def title(self) -> str:
        """Its title; empty if it has none."""
        for chart in self.find("chart"):
            return next((text_of(child) for child in chart if local(child) == "title"), "")
        return ""


def local(element: Element) -> str:
    """Name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def text_of(element: Element) -> str:
    """All text within an element."""
    return "".join(part.text or "" for part in element.iter() if local(part) in {"t", "v"})


def value_of(parent: Element, name: str) -> str | None:
    """Attribute `val` of a child of this name; None if there is no such child."""
    return next((child.get("val", "1") for child in parent if local(child) == name), None)


def charts(package: zipfile.ZipFile) -> Iterator[Drawn]:
    """All charts on worksheets, in the order of the tabs."""
    for sheet, part in worksheets(package).items():
        for drawing in _related(package, part, "drawing").values():
            related = _related(package, drawing, "chart")
            for anchor in fromstring(package.read(drawing)):
                yield from _anchored(package, sheet, anchor, related)


def _anchored(
    package: zipfile.ZipFile, sheet: str, anchor: Element, related: Mapping[str, str]
) -> Iterator[Drawn]:
    parts = {local(child): child for child in anchor}
    for frame in (element for element in anchor.iter() if local(element) == "graphicFrame"):
        properties = next((one for one in frame.iter() if local(one) == "cNvPr"), None)
        for chart in frame.iter(f"{{{_CHART}}}chart"):
            identity = next((value for key, value in chart.attrib.items() if key.endswith("}id")), "")
            if identity not in related or properties is None:
                continue
            size = parts.get("ext")
            extent = (0.0, 0.0) if size is None else (int(size.get("cx", 0)), int(size.get("cy", 0)))
            yield Drawn(
                sheet,
                properties.get("name", ""),
                properties.get("descr", "") or properties.get("title", ""),
                _corner(parts.get("from")),
                _corner(parts["to"]) if "to" in parts else None,
                (extent[0] / EMU_PER_POINT, extent[1] / EMU_PER_POINT),
                fromstring(package.read(related[identity])),
            )


def _corner(marker: Element | None) -> Corner:
    """Read a corner; a chart that hangs on no cell is taken to begin in the first."""
    numbers = {} if marker is None else {local(child): int(child.text or 0) for child in marker}
    cell = numbers.get("row", 0) + 1, numbers.get("col", 0) + 1
    return Corner(cell, numbers.get("colOff", 0) / EMU_PER_POINT, numbers.get("rowOff", 0) / EMU_PER_POINT)


def _related(package: zipfile.ZipFile, part: str, kind: str) -> dict[str, str]:
    """Parts of one kind that a part is related to, by id."""
    path = get_rels_path(part)
    if path not in package.namelist():
        return {}
    return {
        one.Id: posixpath.normpath(one.target.lstrip("/"))
        for one in get_dependents(package, path)
        if posixpath.basename(one.Type) == kind and one.target.lstrip("/") in package.namelist()
    }
