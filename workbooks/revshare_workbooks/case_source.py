"""Where a case comes from: a shipped name, a case file, or a workbook's Inputs sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from revshare.case import Case
from revshare.case_file import digest_of, read_case
from revshare.errors import InputError
from revshare.inputs import Value
from revshare.lines import Projection
from revshare.projection import project
from revshare.scenarios import OWN_KEY

WORKBOOKS = {".xlsx", ".xlsm"}


@dataclass(frozen=True)
class Source:
    """A case with what it came from.

    Parameters
    ----------
    case
        The case.
    digest
        SHA-256 of the file.
    scenario
        The scenario the source asks for; ``own`` for the own values of a workbook.
    own
        Those values by input.
    book
        The workbook it came from; None for a case file.
    """

    case: Case
    digest: str
    scenario: str
    own: Mapping[str, Value] = field(default_factory=dict)
    book: Path | None = None

    def project(self) -> Projection:
        """The case under the scenario the source asks for."""
        if self.scenario == OWN_KEY:
            return project(self.case, "base", self.own)
        return project(self.case, self.scenario)


def open_case(what: str, scenario: str | None = None) -> Source:
    """Open a case by name or file; `scenario` wins over the one a workbook has chosen.

    Raises
    ------
    ModelError
        With one line for each fault, naming file and key, or sheet and cell.
    """
    path = Path(what)
    if path.suffix.lower() not in WORKBOOKS:
        case = read_case(what)
        source = Source(case, digest_of(what), scenario or "base")
    else:
        from revshare_workbooks.inputs_book import read_inputs  # noqa: PLC0415 - only workbooks need openpyxl

        found = read_inputs(path)
        source = Source(
            found.case, sha256(path.read_bytes()).hexdigest(), scenario or found.scenario, found.own, path
        )
    known = (*source.case.scenario_names, *((OWN_KEY,) if source.book else ()))
    if source.scenario not in known:
        names = ", ".join(known)
        raise InputError(f'{what} has no scenario "{source.scenario}"; choose one of {names}')
    return source
