"""Where blocks are worked on changes no figure."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from distributed import default_client

from revshare.case_file import read_case
from revshare.errors import InputError
from revshare.risk import workers
from revshare.risk.quantiles import Exact
from revshare.risk.simulation import Simulation, simulate
from revshare.risk.tally import Tally
from revshare.risk.workers import Told, blocks_of, work_through

LINES = ("partner_share", "operating_profit")
PATHS = 21_000


def run(**where: object) -> Simulation:
    return simulate(read_case("anthropic-amazon"), LINES, PATHS, **where)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def alone() -> Simulation:
    return run(threads=1)


def assert_same(found: Simulation, wanted: Simulation) -> None:
    for line in LINES:
        for figure in ("mean", "standard_error", "percentiles", "expected_shortfall"):
            np.testing.assert_array_equal(
                getattr(found.spreads[line], figure), getattr(wanted.spreads[line], figure)
            )
        np.testing.assert_array_equal(found.outcomes[line], wanted.outcomes[line])
    for name, chance in wanted.chances.items():
        np.testing.assert_array_equal(found.chances[name], chance)


@pytest.mark.parametrize("threads", [2, 3])
def test_threads_change_no_figure(alone: Simulation, threads: int) -> None:
    assert_same(run(threads=threads), alone)


@pytest.mark.heavy
@pytest.mark.filterwarnings("default")
def test_a_cluster_changes_no_figure(alone: Simulation) -> None:
    assert_same(run(cluster="local"), alone)


@pytest.mark.heavy
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("count", [1, 2])
def test_workers_killed_half_way_change_no_figure(alone: Simulation, count: int) -> None:
    """One of the two, or both at once, as after a machine has slept."""
    killed: list[int] = []

    def kill_one(done: int) -> None:
        if done >= PATHS // 2 and not killed:
            running = default_client().cluster.workers
            killed.extend(running[place].pid for place in range(count))
            for worker in killed:
                os.kill(worker, signal.SIGKILL)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "GROUP", 1)
        found = run(cluster="local", progress=kill_one)
    assert killed
    assert_same(found, alone)


@dataclass(frozen=True)
class Counting:
    """Blocks of one path each; `stop` is interrupted as from the keyboard."""

    stop: int = -1
    before: Callable[[int], None] = lambda _: None

    def empty(self) -> Tally:
        return Tally(0, {}, {}, Exact())

    def tally(self, blocks: range, told: Told | None = None) -> Tally:
        found = self.empty()
        for block in blocks:
            self.before(block)
            if block == self.stop:
                raise KeyboardInterrupt
            found.add(block, np.full((1, 1, 1), float(block)), {}, 1)
            if told:
                told(1)
        return found


@pytest.mark.parametrize("threads", [1, 2])
def test_an_interruption_leaves_what_was_done(threads: int) -> None:
    found, stopped = work_through(Counting(stop=5), range(8), threads=threads, told=lambda _: None)
    assert stopped
    assert 4 <= found.paths <= 7
    assert 5 not in found.moments


def test_an_interruption_before_anything_is_one() -> None:
    with pytest.raises(KeyboardInterrupt):
        work_through(Counting(stop=0), range(8), threads=1, told=lambda _: None)


def test_as_many_blocks_are_worked_on_at_once_as_there_are_threads() -> None:
    both = threading.Barrier(2, timeout=20)
    found, stopped = work_through(
        Counting(before=lambda _: (both.wait(), None)[1]), range(4), threads=2, told=lambda _: None
    )
    assert (found.paths, stopped) == (4, False)


def test_blocks_hold_all_paths() -> None:
    assert [len(blocks_of(paths)) for paths in (1, 4096, 4097)] == [1, 1, 2]


def test_a_browser_has_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "IN_BROWSER", True)
    assert workers._processors() == 1


def test_a_cluster_that_does_not_answer_is_named() -> None:
    with pytest.raises(InputError, match='no cluster answers at "nowhere://x"'):
        run(cluster="nowhere://x")
