"""Which version answers (model: `revshare.version`)."""

from revshare.version import version
from revshare_addin.registry import cell_function


@cell_function("Cases, scenarios and risk", methods="Proof", example=())
def RS_VERSION() -> str:
    """Version of revshare, and the engine that computes its functions."""
    return version()
