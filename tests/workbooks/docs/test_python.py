"""The page on Python: each block runs, and prints what stands below it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

PAGE = (Path(__file__).parents[3] / "workbooks" / "docs" / "python.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", PAGE, flags=re.DOTALL | re.MULTILINE)
CODE = [text for kind, text in BLOCKS if kind == "python"]
SHOWN = [text for kind, text in BLOCKS if not kind]


def test_the_blocks_print_in_one_program_what_stands_below_each(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", "\n".join(CODE)], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (run.stdout, run.stderr) == ("".join(SHOWN), "")
