"""What TOML texts say, and what is written for a string."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tomlkit.items import String

    #: Keys and indexes down to a value.
    type Path = tuple[str | int, ...]


@lru_cache(maxsize=64)
def read(text: str) -> dict[str, Any]:
    """Return what a text says. Raises ValueError, or RecursionError."""
    import tomllib  # many runs need none

    return tomllib.loads(text)


def get(text: str, path: Path) -> Any:
    """Return the value at a path; None: there is none."""
    found: Any = read(text)
    for key in path:
        if isinstance(found, dict):
            found = found.get(key)
        elif isinstance(found, list) and isinstance(key, int):
            found = found[key] if key < len(found) else None
        else:
            return None
    return found


def strings(value: Any, at: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield all strings in a value, and where they are."""
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, (dict, list)):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in pairs:
            yield from strings(inner, (*at, key))


def keys(value: Any, at: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield all keys in a value, and where they are."""
    if isinstance(value, (dict, list)):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in pairs:
            if isinstance(key, str):
                yield (*at, key), key
            yield from keys(inner, (*at, key))


def encoded(value: str) -> str:
    """Return a string as TOML."""
    return string(value).as_string()


def string(value: str, like: Any = None) -> String:
    """Return a string as tomlkit has it, in the quotes of another one."""
    import tomlkit  # many runs need none

    old = like.as_string() if like is not None and hasattr(like, "as_string") else '"'
    literal = "'" not in value and (old.startswith("'") or '"' in value)
    return tomlkit.string(value, literal=literal)
