import annotationlib
import cython
import lark
import rich


def drawn():
    import mkdocs
    import PIL
    import pytest

    return PIL, pytest, mkdocs


if __name__ == "__main__":
    from team.hf.io import np

    print(np)

print(annotationlib, cython, lark, rich)
