"""The same jobs on a Dask cluster."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from dr_refit.errors import RefitError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Return the executor of the cluster whose scheduler has this address.

    RefitError where Dask is not installed, or nobody answers there.
    """
    try:
        import distributed
    except ImportError as error:
        how = "pip install 'dr-refit[distributed]'"
        raise RefitError("--scheduler needs Dask", how) from error
    try:
        # Its types say less than they seem to.
        kind: Any = distributed.Client
        client = kind(address, timeout=5, set_as_default=False)
    except (OSError, ValueError) as error:
        hint = "check the address: tcp://host:8786"
        raise RefitError(f"no scheduler answers at {address}", hint) from error
    with client:
        yield client.get_executor(pure=False)
