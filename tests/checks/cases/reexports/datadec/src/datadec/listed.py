from dr_frames import tables
from dr_frames.tables import head

__all__ = ["head", "rows"]


def rows():
    return head(tables)
