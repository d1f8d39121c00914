"""Methods and sources: what the code and the pages refer to is there, once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
METHODS, SOURCES = (
    (ROOT / "model" / "docs" / name).read_text(encoding="utf-8") for name in ("methods.md", "sources.md")
)
HEADINGS = re.findall(r"^## (.*)$", METHODS, flags=re.MULTILINE)
LISTED = re.findall(r"^\| (S\d+) \|", SOURCES, flags=re.MULTILINE)
WIDEST = 140


def named() -> Iterator[tuple[str, str]]:
    """Every heading that a docstring names, with its file."""
    for path in sorted(ROOT.glob("*/revshare*/**/*.py")):
        for heading in re.findall(r"\(methods: ([^){]*)\)", path.read_text(encoding="utf-8")):
            yield " ".join(heading.split()).lower(), path.name


def test_a_heading_that_a_module_names_is_there() -> None:
    known = {heading.lower() for heading in HEADINGS}
    assert [one for one in named() if one[0] not in known] == []
    assert len(list(named())) > 50


def test_no_heading_and_no_source_stands_twice() -> None:
    assert [name for name, times in Counter([*HEADINGS, *LISTED]).items() if times > 1] == []


def test_a_source_that_a_formula_cites_is_listed() -> None:
    cited = {
        source for tag in re.findall(r"\[([^\]]*)\](?!\()", METHODS) for source in re.findall(r"S\d+", tag)
    }
    assert len(cited) > 20
    assert cited <= set(LISTED)


def test_every_section_says_where_its_rules_come_from() -> None:
    sections = re.split(r"^## ", METHODS, flags=re.MULTILINE)[1:]
    untold = [text.partition("\n")[0] for text in sections if not re.search(r"\[[^\]]*(std|deal|S\d)", text)]
    assert untold == ["Proof"]


def test_prose_fits_beside_another_window() -> None:
    prose = [line for line in METHODS.splitlines() if not line.startswith(("|", "    "))]
    assert [line for line in prose if len(line) > WIDEST] == []
