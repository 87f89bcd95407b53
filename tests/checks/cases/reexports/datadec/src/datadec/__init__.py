from dr_frames import table

from datadec.data import load


def run():
    return table(load)
