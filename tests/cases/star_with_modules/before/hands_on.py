"""A module that moved is handed on."""

from lib import *

__all__ = ["stop"]
