from dr_frames import masked_setter


def fill(frame):
    masked_setter(frame, 2, "a", 3, inplace=True)
