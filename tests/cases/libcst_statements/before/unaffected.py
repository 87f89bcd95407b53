from other import lib, step


def one(b, lib):
    return step(b)["step"], lib.step(b)["step"]


def two(b):
    return lib.step(b)["step"], lib.deep.sure(b)
