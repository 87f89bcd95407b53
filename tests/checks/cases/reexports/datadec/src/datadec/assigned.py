import dr_frames
import dr_frames.tables as t

table = dr_frames.table
head = t.head
own = t.head


def rows():
    return own
