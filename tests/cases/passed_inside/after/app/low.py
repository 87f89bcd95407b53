import lib
import new
import lib as it


def run():
    return new.one(), new.one()
