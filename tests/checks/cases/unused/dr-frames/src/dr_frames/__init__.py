from .tables import head, table, tail

__all__ = ["head", "table", "tail"]
