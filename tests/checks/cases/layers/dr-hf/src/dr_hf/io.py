import json


def load(path):
    import dr_frames.tables as tables, datadec

    return tables.read(path), datadec, json
