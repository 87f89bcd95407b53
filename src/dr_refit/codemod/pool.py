"""The same function over many items, on several processes where that pays."""

from __future__ import annotations

import os
import struct
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

#: Seconds of work in one process before others are started, and how many items have
#: to be left by then: a fork costs less, but not nothing.
_ALONE = 0.1
_WORTH_IT = 64

_NUMBER = struct.Struct("<q")
_FRAME = struct.Struct("<qI")


def each[Item, Result](
    function: Callable[[Item], Result | None],
    items: Sequence[Item],
    *,
    jobs: int,
    died: Callable[[Item], Result],
    tick: Callable[[int], None],
) -> Iterator[tuple[int, Result]]:
    """Yield index and result of every item that has one, in no order.

    `died` stands in for the result of an item on which a process died; `tick` is told
    now and then how many items are done.
    """
    started = time.perf_counter()
    for index, item in enumerate(items):
        result = function(item)
        if result is not None:
            yield index, result
        tick(index + 1)
        left = len(items) - index - 1
        late = time.perf_counter() - started > _ALONE
        if jobs > 1 and late and left > _WORTH_IT and hasattr(os, "fork"):
            yield from _Pool(function, items, died, tick).run(
                index + 1, min(jobs, left)
            )
            return


class _Pool:
    """Forked processes that take every n-th item each, and say where they are."""

    def __init__(
        self,
        function: Callable[[Any], Any],
        items: Sequence[Any],
        died: Callable[[Any], Any],
        tick: Callable[[int], None],
    ) -> None:
        # Loaded where others are started, not where one process is enough.
        import mmap
        import pickle
        import selectors

        self.pickle = pickle
        self.memory = mmap.mmap
        self.function = function
        self.items = items
        self.died = died
        self.tick = tick
        self.selector = selectors.DefaultSelector()
        self.readable = selectors.EVENT_READ

    def run(self, start: int, jobs: int) -> Iterator[tuple[int, Any]]:
        self.jobs = jobs
        self.start = start
        #: The item at which each process is, in memory that all share.
        self.at = self.memory(-1, _NUMBER.size * jobs)
        children: dict[int, int] = {}
        try:
            for worker in range(jobs):
                self._fork(worker, start + worker, children)
            while children:
                for key, _ in self.selector.select():
                    yield from self._read(key.fd, key.data, children)
        finally:
            for process in children:
                os.kill(process, 9)
                os.waitpid(process, 0)
            self.selector.close()

    def _fork(self, worker: int, first: int, children: dict[int, int]) -> None:
        reading, writing = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        process = os.fork()
        if process == 0:
            status = 1
            try:
                os.close(reading)
                self._work(worker, first, writing)
                status = 0
            finally:
                os._exit(status)
        os.close(writing)
        children[process] = worker
        self.selector.register(reading, self.readable, (process, bytearray()))

    def _work(self, worker: int, first: int, writing: int) -> None:
        with os.fdopen(writing, "wb") as pipe:
            for index in range(first, len(self.items), self.jobs):
                _NUMBER.pack_into(self.at, worker * _NUMBER.size, index)
                result = self.function(self.items[index])
                if result is not None:
                    data = self.pickle.dumps(result)
                    pipe.write(_FRAME.pack(index, len(data)) + data)
                    pipe.flush()
        _NUMBER.pack_into(self.at, worker * _NUMBER.size, len(self.items))

    def _position(self, worker: int) -> int:
        position: int = _NUMBER.unpack_from(self.at, worker * _NUMBER.size)[0]
        return position

    def _read(
        self, pipe: int, data: tuple[int, bytearray], children: dict[int, int]
    ) -> Iterator[tuple[int, Any]]:
        process, buffer = data
        received = os.read(pipe, 1 << 16)
        buffer += received
        while len(buffer) >= _FRAME.size:
            index, size = _FRAME.unpack_from(buffer)
            if len(buffer) < _FRAME.size + size:
                break
            yield index, self.pickle.loads(buffer[_FRAME.size : _FRAME.size + size])
            del buffer[: _FRAME.size + size]
        done = sum(
            (self._position(w) - self.start) // self.jobs for w in range(self.jobs)
        )
        self.tick(min(self.start + max(done, 0), len(self.items)))
        if received:
            return
        self.selector.unregister(pipe)
        os.close(pipe)
        os.waitpid(process, 0)
        worker = children.pop(process)
        index = self._position(worker)
        if index < len(self.items):
            # It died on this one; another goes on behind it.
            yield index, self.died(self.items[index])
            self._fork(worker, index + self.jobs, children)
