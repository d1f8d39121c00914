"""The second opinion: LibreOffice computes what is stored, prints it, and leaves nothing running."""

from __future__ import annotations

import io
import os
import re
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar
from xml.sax.saxutils import escape

import pytest
from tests.workbooks.hostile_books import KINDS, MAIN, PARTS, package, related, sheet, workbook

from revshare.errors import ModelError
from revshare_workbooks import libreoffice
from revshare_workbooks.reading import Values, values
from revshare_workbooks.recalculate import recalculated

Maker = Callable[[Mapping[str, object]], bytes]


def lying(content: bytes) -> bytes:
    """Answer the workbook with 999 stored as the value of every formula."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            target.writestr(name, re.sub(rb"(</f><v[^>]*>)[^<]*(</v>)", rb"\g<1>999\2", source.read(name)))
    return packed.getvalue()


@pytest.fixture(scope="module")
def opinions(
    finished_book: Path, tmp_path_factory: pytest.TempPathFactory, workbook_of: Maker
) -> dict[str, Values]:
    """Recalculate two workbooks at the same time: ours, and one whose stored value is a lie."""
    folder = tmp_path_factory.mktemp("odd näme's")
    lie = folder / "-a lie & more.xlsx"
    lie.write_bytes(lying(recalculated(workbook_of({"A1": 2, "A2": "=A1*21"})).content))
    with ThreadPoolExecutor(2) as pool:
        ours = pool.submit(libreoffice.recalculated_values, finished_book)
        theirs = pool.submit(libreoffice.hard_recalculate, lie, folder / "out.xlsx")
        return {"ours": ours.result(), "stored": values(lie), "computed": values(theirs.result())}


@pytest.mark.libreoffice
def test_it_computes_the_same_values_as_are_stored(opinions: dict[str, Values], finished_book: Path) -> None:
    stored = values(finished_book)
    assert opinions["ours"].keys() == stored.keys()
    for name, cells in stored.items():
        computed = opinions["ours"][name]
        assert computed.keys() == cells.keys()
        for cell, value in cells.items():
            assert computed[cell] == (pytest.approx(value, rel=1e-9) if isinstance(value, float) else value)


@pytest.mark.libreoffice
def test_a_stored_lie_is_found_out(opinions: dict[str, Values]) -> None:
    assert opinions["stored"]["Lab"]["A2"] == 999
    assert opinions["computed"]["Lab"]["A2"] == 42


@pytest.mark.libreoffice
def test_a_workbook_is_printed(finished_book: Path, tmp_path: Path) -> None:
    pdf = libreoffice.to_pdf(finished_book, tmp_path / "deal.pdf")
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert [path.name for path in tmp_path.iterdir()] == ["deal.pdf"]


@pytest.mark.libreoffice
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc")
def test_a_run_that_takes_too_long_is_ended_with_all_it_started(
    finished_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(
        ModelError, match=r"took longer than 0.5 seconds on .*deal.xlsx; close other programs"
    ):
        libreoffice.to_pdf(finished_book, tmp_path / "deal.pdf", patience=0.5)
    assert list(tmp_path.iterdir()) == []
    assert running(str(tmp_path)) == []


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_an_office_that_gives_no_result_is_reported_with_its_last_words(
    finished_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, "echo warning >&2; echo 'Error: source file could not be loaded' >&2")
    with pytest.raises(
        ModelError, match=r"could not convert .*deal.xlsx: Error: source file could not be loaded"
    ):
        libreoffice.hard_recalculate(finished_book, tmp_path / "out.xlsx")


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_an_office_that_hangs_is_ended(
    finished_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, "sleep 600 & sleep 600")
    begun = time.perf_counter()
    with pytest.raises(ModelError, match="took longer than"):
        libreoffice.to_pdf(finished_book, tmp_path / "deal.pdf", patience=0.2)
    assert time.perf_counter() - begun < 8.0
    assert running("sleep\x00600") == []


def test_without_libreoffice_one_line_says_how_to_get_it(
    finished_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(libreoffice, "PLACES", ())
    assert not libreoffice.is_available()
    with pytest.raises(ModelError, match=r"^PDF needs LibreOffice, which was not found; install it from "):
        libreoffice.to_pdf(finished_book, tmp_path / "deal.pdf")
    with pytest.raises(ModelError, match=r"^the independent recalculation needs LibreOffice"):
        libreoffice.recalculated_values(finished_book)


def test_it_is_found_where_installers_put_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for version in ("24.2", "25.8"):
        program = tmp_path / f"libreoffice{version}" / "program" / "soffice"
        program.parent.mkdir(parents=True)
        program.touch()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(libreoffice, "PLACES", (f"{tmp_path}/libreoffice*/program/soffice",))
    assert libreoffice.find() == tmp_path / "libreoffice25.8" / "program" / "soffice"


class _Listener(BaseHTTPRequestHandler):
    """Somebody elsewhere, who hears of every visit."""

    visits: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.visits.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<a>7</a>")

    do_HEAD = do_OPTIONS = do_GET  # noqa: N815 - names of the protocol

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """An address in the network, as far as a workbook can tell."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Listener)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def calling(address: str, secret: Path) -> dict[str, str]:
    """Parts of a workbook that would fetch, read and start things: by formula, picture, book, command, query."""
    formulas = [
        f'_xlfn.WEBSERVICE("{address}/service")',
        f'_xlfn.WEBSERVICE("{secret.as_uri()}")',
        "[1]Sheet1!A1",
        f"'{address}/[formula.xlsx]Sheet1'!A1",
        f"'{secret.as_uri()}'#$Sheet1.A1",
        f'DDE("soffice","{secret}","x")',
        "[2]!x",
    ]
    cells = "".join(
        f'<c r="{letter}1"><f>{escape(text)}</f></c>'
        for letter, text in zip("ABCDEFG", formulas, strict=True)
    )
    picture = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{KINDS}"><xdr:oneCellAnchor>'
        "<xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>3</xdr:row><xdr:rowOff>0</xdr:rowOff>"
        '</xdr:from><xdr:ext cx="99999" cy="99999"/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="p"/>'
        '<xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:link="rId1"/></xdr:blipFill><xdr:spPr>'
        '<a:prstGeom prst="rect"/></xdr:spPr></xdr:pic><xdr:clientData/></xdr:oneCellAnchor></xdr:wsDr>'
    )
    links = workbook(
        '<externalReferences><externalReference r:id="rId4"/><externalReference r:id="rId5"/></externalReferences>'
    )
    started = secret.with_name("started")
    return {
        "[Content_Types].xml": PARTS["[Content_Types].xml"].replace(
            "</Types>",
            "".join(
                f'<Override PartName="/xl/{part}" ContentType="application/vnd.openxmlformats-officedocument.{kind}"/>'
                for part, kind in (
                    ("drawings/drawing1.xml", "drawing+xml"),
                    ("externalLinks/one.xml", "spreadsheetml.externalLink+xml"),
                    ("externalLinks/two.xml", "spreadsheetml.externalLink+xml"),
                    ("connections.xml", "spreadsheetml.connections+xml"),
                )
            )
            + "</Types>",
        ),
        "xl/workbook.xml": links,
        "xl/_rels/workbook.xml.rels": related(
            ("worksheet", "worksheets/sheet1.xml"),
            ("styles", "styles.xml"),
            ("connections", "connections.xml"),
            ("externalLink", "externalLinks/one.xml"),
            ("externalLink", "externalLinks/two.xml"),
        ),
        "xl/worksheets/sheet1.xml": sheet(
            f'<sheetData><row r="1">{cells}<c r="H1"><f>40+2</f></c></row></sheetData>'
            f'<drawing xmlns:r="{KINDS}" r:id="rId1"/>'
        ),
        "xl/worksheets/_rels/sheet1.xml.rels": related(("drawing", "../drawings/drawing1.xml")),
        "xl/drawings/drawing1.xml": picture,
        "xl/drawings/_rels/drawing1.xml.rels": outside("image", f"{address}/picture.png"),
        "xl/externalLinks/one.xml": (
            f'<externalLink {MAIN}><externalBook xmlns:r="{KINDS}" r:id="rId1"><sheetNames>'
            '<sheetName val="Sheet1"/></sheetNames></externalBook></externalLink>'
        ),
        "xl/externalLinks/_rels/one.xml.rels": outside("externalLinkPath", f"{address}/book.xlsx"),
        "xl/externalLinks/two.xml": (
            f'<externalLink {MAIN}><ddeLink ddeService="sh" ddeTopic="-c &quot;touch {started}&quot;"><ddeItems>'
            '<ddeItem name="x" advise="1"/></ddeItems></ddeLink></externalLink>'
        ),
        "xl/connections.xml": (
            f'<connections {MAIN}><connection id="1" name="c" type="4" refreshOnLoad="1">'
            f'<webPr url="{address}/query"/></connection></connections>'
        ),
    }


def outside(kind: str, target: str) -> str:
    return related((kind, target)).replace("/></", ' TargetMode="External"/></')


@pytest.mark.libreoffice
@pytest.mark.parametrize("stripped", [True, False])
def test_nothing_in_a_workbook_reaches_the_network_another_file_or_a_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, elsewhere: str, stripped: bool
) -> None:
    if not stripped:  # the settings alone hold
        monkeypatch.setattr(libreoffice, "without_links", lambda data: data)
    secret = tmp_path / "secret.txt"
    secret.write_text("s3cret", encoding="utf-8")
    book = package(tmp_path / "deal.xlsx", calling(elsewhere, secret))
    found = libreoffice.recalculated_values(book)["Inputs"]
    assert found["H1"] == 42
    assert not [value for value in found.values() if value in {"s3cret", 7, "<a>7</a>"}]
    libreoffice.to_pdf(book, tmp_path / "deal.pdf")
    assert _Listener.visits == []
    assert not (tmp_path / "started").exists()


def test_a_workbook_is_read_as_what_its_name_says(
    finished_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(libreoffice, "find", lambda: Path("soffice"))

    def note(command: list[str], *_: object) -> str:
        asked.append(command)
        return "no result"

    monkeypatch.setattr(libreoffice, "_run", note)
    for suffix, kind in ((".xlsx", "Calc MS Excel 2007 XML"), (".XLSM", "Calc MS Excel 2007 VBA XML")):
        copy = tmp_path / f"deal{suffix}"
        copy.write_bytes(finished_book.read_bytes())
        with pytest.raises(ModelError, match="no result"):
            libreoffice.hard_recalculate(copy, tmp_path / "out.xlsx")
        assert f"--infilter={kind}" in asked[-1]


def test_what_a_killed_run_left_is_cleared_a_day_later_and_nothing_else(
    finished_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(libreoffice, "find", lambda: Path("soffice"))
    monkeypatch.setattr(libreoffice, "_run", lambda *_: "no result")
    places = [
        tmp_path / name for name in ("revshare-office-old", "revshare-office-new", "revshare-elsewhere")
    ]
    for place in places:
        (place / "out").mkdir(parents=True)
    (tmp_path / "revshare-office-link").symlink_to(places[2])
    for place in (places[0], places[2]):
        os.utime(place, (0, 0))
    with pytest.raises(ModelError, match="no result"):
        libreoffice.hard_recalculate(finished_book, tmp_path / "out.xlsx")
    assert [place.exists() for place in places] == [False, True, True]


def test_an_unsafe_workbook_never_reaches_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find", lambda: tmp_path / "soffice")
    (tmp_path / "deal.xlsx").write_bytes(b"no workbook")
    with pytest.raises(ModelError, match="is not a workbook"):
        libreoffice.to_pdf(tmp_path / "deal.xlsx", tmp_path / "deal.pdf")


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a shell script in LibreOffice's place."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(libreoffice, "find", lambda: program)


def running(words: str) -> list[str]:
    """Answer the command lines of running processes that hold these words."""
    lines = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = process.read_bytes().decode(errors="replace")
        except OSError:
            continue
        if words in line and process.parent.name != str(os.getpid()):
            lines.append(line)
    return lines
