"""The floor of affected files: parse each of them once, on all cores, nothing else.

    python floor_parse.py CORES LISTING

LISTING names a file a line. The largest come first, and a free core takes the next.
"""

import ast
import contextlib
import os
import sys
import warnings


def parse(path: str) -> None:
    """Parse one file, as the interpreter does: with its garbage collector."""
    with open(path, "rb") as file, contextlib.suppress(SyntaxError, ValueError):
        ast.parse(file.read())


def main(cores: int, listing: str) -> None:
    """Hand out the files through a pipe."""
    warnings.simplefilter("ignore")
    with open(listing, encoding="utf-8") as file:
        paths = sorted(file.read().splitlines(), key=os.path.getsize, reverse=True)
    queue, feed = os.pipe()
    children = []
    for _ in range(cores):
        child = os.fork()
        if not child:
            os.close(feed)
            while data := os.read(queue, 4):
                parse(paths[int.from_bytes(data)])
            os._exit(0)
        children.append(child)
    for number in range(len(paths)):
        os.write(feed, number.to_bytes(4))
    os.close(feed)
    for child in children:
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
