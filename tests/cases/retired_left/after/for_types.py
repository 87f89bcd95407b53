from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import hf_utils


def f(x: "hf_utils.whatever") -> None: ...
def g():
    import dr_ingest
    return dr_ingest
