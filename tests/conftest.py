"""What all tests share: no property has a time limit, and LibreOffice may be missing."""

from __future__ import annotations

import pytest
from hypothesis import settings

settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what is marked `libreoffice` where there is none."""
    marked = [item for item in items if item.get_closest_marker("libreoffice")]
    if not marked:
        return
    from revshare_workbooks import libreoffice  # noqa: PLC0415 - costs half a second, so only where needed

    if not libreoffice.is_available():
        reason = "LibreOffice is not installed (Debian, Ubuntu: apt install libreoffice-calc-nogui)"
        for item in marked:
            item.add_marker(pytest.mark.skip(reason=reason))
