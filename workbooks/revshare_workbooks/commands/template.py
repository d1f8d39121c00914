"""``revshare template``: a workbook whose calculation sheets are cell functions over its inputs."""

from __future__ import annotations

import argparse
from pathlib import Path

from revshare.errors import InputError
from revshare_workbooks import files
from revshare_workbooks.case_source import open_case
from revshare_workbooks.dialects import Host
from revshare_workbooks.template.write import template_of
from revshare_workbooks.terminal import working


def run(options: argparse.Namespace) -> int:
    """Write the template and say what was proved."""
    host = Host(options.host)
    if options.macro and host is Host.CALC:
        raise InputError("--macro is for Excel; leave off --for calc")
    source = open_case(options.case, options.scenario)
    suffix = ".xlsm" if options.macro else ".xlsx"
    out: Path = options.out or Path(f"{source.case.name}-template{suffix}")
    if out.suffix != suffix:
        cure = "a macro workbook is no .xlsx" if options.macro else "with --macro it is an .xlsm"
        raise InputError(f"{out} must end in {suffix}; {cure}")
    files.require_writable(out)
    with working("writing the template, and every formula calculated again"):
        template = template_of(
            source.case,
            scenario=source.scenario,
            own=source.own,
            digest=source.digest,
            host=host,
            with_macro=options.macro,
        )
    files.write(out, template.content)
    print(f"  checks: all zero; {template.proof.cells:,} cells agree with the engine to 1e-9")
    print(out)
    return 0
