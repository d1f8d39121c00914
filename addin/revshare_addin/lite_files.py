"""What is put into xlwings Lite: a wheel of the model and the functions, a `main.py` and the lines of its requirements.

The wheel is made from the packages as they are installed here, without a network or a build tool. It asks for what
the functions need and xlwings Lite has, not for what writes files on a computer.
"""

from __future__ import annotations

import base64
import csv
import io
import re
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import distribution
from importlib.resources import files
from importlib.resources.abc import Traversable

from revshare_addin.archive import zipped

PACKAGES = ("revshare", "revshare_addin")
NEEDED = ("numpy", "pydantic")
"""Distributions the two packages import; pydantic only where a case is read."""

MAIN = "from revshare_addin.lite import *\n"

FOLDER = "/data"
"""Where xlwings Lite keeps imported files."""

_WHEEL = "Wheel-Version: 1.0\nGenerator: revshare\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def written() -> dict[str, bytes]:
    """Write all three files, by name."""
    name = wheel_name()
    return {name: wheel(), "main.py": MAIN.encode(), "requirements.txt": requirements().encode()}


def requirements() -> str:
    """Write the lines to add to the requirements; the wheel is read from the imported files."""
    return "".join(f"{line}\n" for line in [*NEEDED, f"emfs:{FOLDER}/{wheel_name()}"])


def wheel_name() -> str:
    """Name of the wheel: any Python 3, any machine."""
    return f"revshare-{distribution('revshare').version}-py3-none-any.whl"


def wheel() -> bytes:
    """Write the wheel."""
    contents = {
        path: file.read_bytes() for package in PACKAGES for path, file in _within(files(package), package)
    }
    folder = f"revshare-{distribution('revshare').version}.dist-info"
    contents[f"{folder}/METADATA"] = _metadata().encode()
    contents[f"{folder}/WHEEL"] = _WHEEL.encode()
    contents[f"{folder}/licenses/LICENSE"] = (
        distribution("revshare").read_text("licenses/LICENSE") or ""
    ).encode()
    contents[f"{folder}/RECORD"] = _record(contents, f"{folder}/RECORD").encode()
    return zipped(contents)


def _within(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    """Every file below a folder with its path in the wheel, except what Python compiled for itself."""
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.is_file():
            yield f"{path}/{file.name}", file
        elif file.name != "__pycache__":
            yield from _within(file, f"{path}/{file.name}")


def _metadata() -> str:
    """Describe the wheel as the installed distribution is described, with what Pyodide has of its needs."""
    installed = distribution("revshare")
    kept = (
        "Metadata-Version",
        "Name",
        "Version",
        "Summary",
        "License-Expression",
        "License-File",
        "Requires-Python",
    )
    lines = [f"{key}: {installed.metadata[key]}" for key in kept]
    needs = [line for line in installed.requires or () if re.match(r"[\w.-]+", line)[0] in NEEDED]  # type: ignore[index]
    return "".join(f"{line}\n" for line in [*lines, *(f"Requires-Dist: {need}" for need in needs)])


def _record(contents: dict[str, bytes], own: str) -> str:
    """List every file with its digest and size, as installers check them; the list itself has neither."""
    listed = io.StringIO()
    table = csv.writer(listed, lineterminator="\n")
    for path, content in contents.items():
        digest = base64.urlsafe_b64encode(sha256(content).digest()).rstrip(b"=").decode()
        table.writerow([path, f"sha256={digest}", len(content)])
    table.writerow([own, "", ""])
    return listed.getvalue()
