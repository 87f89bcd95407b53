import lib
import lib as it


def run():
    return lib.one(), it.one()
