"""Consolidate a family of Python packages."""

__version__ = "0.1.0"
