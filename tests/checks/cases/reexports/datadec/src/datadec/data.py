from dr_frames.tables import head, table


def load():
    return head
