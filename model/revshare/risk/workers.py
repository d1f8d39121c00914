"""Where blocks of paths are worked on: here on threads, or on a cluster (methods: risk)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from revshare.errors import InputError
from revshare.one_thread import IN_BROWSER, one_thread
from revshare.risk.streams import BLOCK
from revshare.risk.tally import Tally

GROUP = 4
"""Blocks that go to a cluster's worker at once."""

LOCAL = "local"
LOCAL_WORKERS = 2

Told = Callable[[int], None]


class Work(Protocol):
    """What is to be done with blocks: it travels to whoever does it."""

    def tally(self, blocks: range, told: Told | None = None) -> Tally:
        """Work through blocks."""

    def empty(self) -> Tally:
        """What no block comes to."""


def blocks_of(paths: int) -> range:
    """The blocks that hold so many paths."""
    return range(-(-paths // BLOCK))


def work_through(
    work: Work, blocks: range, *, threads: int | None = None, cluster: str | None = None, told: Told
) -> tuple[Tally, bool]:
    """Work through all blocks; whoever does them, and in which order, changes no figure.

    Parameters
    ----------
    threads
        Threads used here; as many as there are processors if left out, one where there are no threads.
    cluster
        Address of a Dask scheduler, or ``local`` for a cluster of two processes here.
    told
        Told of each number of paths done.

    Returns
    -------
    tuple[Tally, bool]
        What the blocks come to, and whether someone stopped before the last of them: then only those done.
    """
    whole, stopped = work.empty(), False
    try:
        for part in _parts(work, blocks, threads, cluster, told):
            whole.merge(part)
    except KeyboardInterrupt:
        stopped = True
    if not whole.paths:
        raise KeyboardInterrupt
    return whole, stopped


def _parts(
    work: Work, blocks: range, threads: int | None, cluster: str | None, told: Told
) -> Iterator[Tally]:
    if cluster is not None:
        yield from _on_cluster(work, blocks, cluster, told)
        return
    count = min(len(blocks), threads or _processors())
    with one_thread():
        if count <= 1:
            for block in blocks:
                yield work.tally(range(block, block + 1), told)
        else:
            yield from _on_threads(work, blocks, count, told)


def _processors() -> int:
    """Processors this process may use; one in a browser, which has no threads."""
    if IN_BROWSER:
        return 1
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1


def _on_threads(work: Work, blocks: range, count: int, told: Told) -> Iterator[Tally]:
    from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait  # noqa: PLC0415 - not in a browser

    waiting = iter(blocks)
    with ThreadPoolExecutor(count) as pool:
        going: set[Future[Tally]] = set()
        try:
            while True:
                while len(going) < count and (block := next(waiting, None)) is not None:
                    going.add(pool.submit(work.tally, range(block, block + 1), told))
                if not going:
                    return
                done, going = wait(going, return_when=FIRST_COMPLETED)
                for one in done:
                    yield one.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _on_cluster(work: Work, blocks: range, address: str, told: Told) -> Iterator[Tally]:
    with _client(address) as client:
        from concurrent.futures import CancelledError  # noqa: PLC0415 - not in a browser

        from distributed import KilledWorker, as_completed  # noqa: PLC0415 - an extra

        groups = (blocks[at : at + GROUP] for at in range(0, len(blocks), GROUP))

        def submit(group: range) -> Any:
            # The work goes with every group: held by the workers, it would be lost with the last of them.
            return client.submit(_tally, work, group, pure=False, retries=3)

        # Few more than there are workers: what is done is merged and forgotten, so that memory stays flat.
        at_once = 2 * len(client.scheduler_info(n_workers=-1)["workers"]) or 2
        first = [submit(group) for _, group in zip(range(at_once), groups, strict=False)]
        going = as_completed(first)
        for future in going:
            try:
                part = future.result()
            except (CancelledError, KilledWorker, OSError) as fault:
                raise InputError(f"the cluster was lost on the way ({fault}); run it again") from None
            future.release()
            told(part.paths)
            yield part
            for group in groups:
                going.add(submit(group))
                break


def _tally(work: Work, group: range) -> Tally:
    with one_thread():
        return work.tally(group)


@contextmanager
def _client(address: str) -> Iterator[Any]:
    """A client of a cluster; a local one is closed with it."""
    try:
        from dask import config  # noqa: PLC0415 - an extra
        from distributed import Client, LocalCluster  # noqa: PLC0415
    except ImportError:
        raise InputError("a cluster needs Dask: pip install 'revshare[cluster]'") from None
    if address == LOCAL:
        with (
            # The profiler of a worker keeps the call stacks of an hour, which came to 150 MB in half of one.
            config.set({"distributed.worker.profile.enabled": False}),
            LocalCluster(
                n_workers=LOCAL_WORKERS, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
            ) as cluster,
            Client(cluster) as client,
        ):
            yield client
        return
    try:
        client = Client(address, timeout="10s")
    except (OSError, ValueError, TimeoutError) as fault:
        raise InputError(
            f'no cluster answers at "{address}" ({fault}); give its scheduler, such as tcp://host:8786, or local'
        ) from None
    with client:
        yield client
