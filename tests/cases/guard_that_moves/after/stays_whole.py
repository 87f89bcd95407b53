"""The module of the new home, by its name alone: nothing of it moves."""

try:
    from old.mod import fresh as one
except ImportError:
    from old import one
