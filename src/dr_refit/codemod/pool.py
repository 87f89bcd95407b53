"""The same function over many items, on several processes where that pays."""

from __future__ import annotations

import _thread
import os
import struct
import sys
import time
from dataclasses import dataclass, field
from functools import partial
from math import ceil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

#: Seconds of work in one process before others are started, and how many seem to be
#: left by then: a fork costs less, but not nothing.
SERIAL_SECONDS = 0.03
LEFT_SECONDS = 0.1

#: Seconds after which the process of an item is taken to hang.
PATIENCE = 600.0

#: From this size on an item is given out alone, and first: so no process is left with
#: a large one when all others are done. There are at most so many of them.
_LARGE = 50_000
_MOST_LARGE = 400
#: How many batches a process gets of the small ones, and how many there are at most:
#: the numbers of all have to fit into a pipe, which may hold 8 kB and no more.
_BATCHES = 32
_MOST_BATCHES = 500

#: Bytes in memory from which on a process gives way to a fresh one. Python keeps every
#: identifier that it ever parsed.
_MOST_MEMORY = 45_000_000
_LEAST_GROWTH = 8_000_000

_NUMBER = struct.Struct("<q")
_FRAME = struct.Struct("<qI")
_STATE = struct.Struct("<qqq")
#: Of a process that has nothing in hand: it gives way, or found nothing more to do.
_GIVES_WAY, _IDLE = -2, -1


def map_unordered[Item, Result](
    function: Callable[[Item], Result | None],
    items: Sequence[Item],
    *,
    jobs: int,
    size: Callable[[Item], int],
    on_crash: Callable[[Item], Result],
    on_progress: Callable[[int], None],
) -> Iterator[tuple[int, Result]]:
    """Yield index and result of every item that has one, in no order.

    `on_crash` stands in for the result of an item on which a process died;
    `on_progress` is told now and then how many items are done.
    """
    started = 0.0
    for index, item in enumerate(items):
        result = function(item)
        if result is not None:
            yield index, result
        on_progress(index + 1)
        if index == 0:
            # It loaded what all of them need.
            started = time.perf_counter()
        left, spent = len(items) - index - 1, time.perf_counter() - started
        pays = spent > SERIAL_SECONDS and spent * left >= LEFT_SECONDS * index
        if jobs > 1 and left > 1 and pays and hasattr(os, "fork"):
            workers = min(jobs, left)
            batches = _batches([*map(size, items)], index + 1, workers)
            pool = _Pool(function, items, batches, on_crash)
            for one in pool.run(workers):
                on_progress(min(index + 1 + pool.done, len(items)))
                if one is not None:
                    yield one
            return


def _batches(sizes: Sequence[int], start: int, workers: int) -> list[list[int]]:
    """Group the items from `start` on: each large one alone and first."""
    large = [index for index in range(start, len(sizes)) if sizes[index] > _LARGE]
    large = sorted(large, key=lambda index: -sizes[index])[:_MOST_LARGE]
    alone = {*large}
    small = [index for index in range(start, len(sizes)) if index not in alone]
    most = min(workers * _BATCHES, _MOST_BATCHES)
    length = max(ceil(len(small) / most), 1)
    return [[index] for index in large] + [
        small[at : at + length] for at in range(0, len(small), length)
    ]


@dataclass(kw_only=True, slots=True)
class _Worker:
    """A process: which one it is, and what has come from it."""

    number: int
    process: int
    buffer: bytearray = field(default_factory=bytearray)
    #: Where it was when last looked at, and since when.
    state: tuple[int, int, int] = (-1, -1, -1)
    since: float = 0.0


class _Pool:
    """Forked processes that take the next batch when they are free.

    In memory that all share each says which batch it has, which item of it, and how
    many it did.
    """

    def __init__(
        self,
        function: Callable[[Any], Any],
        items: Sequence[Any],
        batches: list[list[int]],
        on_crash: Callable[[Any], Any],
    ) -> None:
        # Loaded where others are started, not where one process is enough.
        import mmap
        import pickle
        import resource
        import selectors

        self.pickle = pickle
        self.memory = mmap.mmap
        self.usage = partial(resource.getrusage, resource.RUSAGE_SELF)
        self.function = function
        self.items = items
        self.batches = batches
        self.on_crash = on_crash
        self.selector = selectors.DefaultSelector()
        self.readable = selectors.EVENT_READ
        self.workers: list[_Worker] = []
        self.done = 0

    def run(self, workers: int) -> Iterator[tuple[int, Any] | None]:
        """Yield index and result; None where there is only progress."""
        self.shared = self.memory(-1, _STATE.size * workers)
        #: The numbers of the batches that nobody has yet; a read gets one whole.
        self.waiting, writing = os.pipe()
        os.write(writing, b"".join(map(_NUMBER.pack, range(len(self.batches)))))
        os.close(writing)
        #: Closed when this process ends, however it does.
        self.life, self.alive = os.pipe()
        try:
            for number in range(workers):
                self._fork(number, [])
            while self.workers:
                for key, _ in self.selector.select(PATIENCE / 10):
                    yield from self._read(key.fd, key.data)
                    self.done = sum(self._state(n)[2] for n in range(workers))
                    yield None
                self._kill_hanging()
        finally:
            os.close(self.alive)
            os.close(self.life)
            for worker in self.workers:
                os.kill(worker.process, 9)
                os.waitpid(worker.process, 0)
            os.close(self.waiting)
            self.selector.close()

    def _state(self, number: int) -> tuple[int, int, int]:
        batch, position, done = _STATE.unpack_from(self.shared, number * _STATE.size)
        return batch, position, done

    def _memory(self) -> int:
        """Return the most bytes that this process had in memory."""
        return self.usage().ru_maxrss * (1 if sys.platform == "darwin" else 1024)

    def _kill_hanging(self) -> None:
        """Kill the processes that have been at one item for too long."""
        now = time.perf_counter()
        for worker in self.workers:
            state = self._state(worker.number)
            if state != worker.state:
                worker.state, worker.since = state, now
            elif state[1] >= 0 and now - worker.since > PATIENCE:
                # Its end is read like that of any other that dies.
                os.kill(worker.process, 9)

    def _end_with_parent(self) -> None:
        os.read(self.life, 1)
        os._exit(1)

    def _fork(self, number: int, batch: list[int]) -> None:
        """Start a process; `batch`: what is left of another one's."""
        reading, writing = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        process = os.fork()
        if process == 0:
            status = 1
            try:
                os.close(reading)
                os.close(self.alive)
                _thread.start_new_thread(self._end_with_parent, ())
                self._work(number, batch, writing)
                status = 0
            finally:
                os._exit(status)
        os.close(writing)
        worker = _Worker(number=number, process=process)
        self.workers.append(worker)
        self.selector.register(reading, self.readable, worker)

    def _work(self, number: int, batch: list[int], writing: int) -> None:
        at = number * _STATE.size
        done = self._state(number)[2]
        most = max(_MOST_MEMORY, self._memory() + _LEAST_GROWTH)
        with os.fdopen(writing, "wb") as pipe:
            while True:
                for index in batch:
                    _STATE.pack_into(self.shared, at, batch[-1], index, done)
                    result = self.function(self.items[index])
                    if result is not None:
                        data = self.pickle.dumps(result)
                        pipe.write(_FRAME.pack(index, len(data)) + data)
                        pipe.flush()
                    done += 1
                if batch and self._memory() > most:
                    _STATE.pack_into(self.shared, at, _IDLE, _GIVES_WAY, done)
                    return
                _STATE.pack_into(self.shared, at, _IDLE, _IDLE, done)
                token = os.read(self.waiting, _NUMBER.size)
                if not token:
                    return
                batch = self.batches[_NUMBER.unpack(token)[0]]

    def _read(self, pipe: int, worker: _Worker) -> Iterator[tuple[int, Any]]:
        received = os.read(pipe, 1 << 16)
        buffer = worker.buffer
        buffer += received
        while len(buffer) >= _FRAME.size:
            index, size = _FRAME.unpack_from(buffer)
            if len(buffer) < _FRAME.size + size:
                break
            yield index, self.pickle.loads(buffer[_FRAME.size : _FRAME.size + size])
            del buffer[: _FRAME.size + size]
        if received:
            return
        self.selector.unregister(pipe)
        os.close(pipe)
        os.waitpid(worker.process, 0)
        self.workers.remove(worker)
        last, index, done = self._state(worker.number)
        if index >= 0:
            # It died on this one; another goes on behind it.
            yield index, self.on_crash(self.items[index])
            batch = next(batch for batch in self.batches if batch[-1] == last)
            rest = batch[batch.index(index) + 1 :]
            at = worker.number * _STATE.size
            _STATE.pack_into(self.shared, at, _IDLE, _IDLE, done + 1)
            self._fork(worker.number, rest)
        elif index == _GIVES_WAY:
            self._fork(worker.number, [])
