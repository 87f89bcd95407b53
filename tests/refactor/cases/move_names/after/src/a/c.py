"""C."""

from a.new.p import parse, Tool

TOOL = Tool


def use():
    return parse("a,b")


if __name__ == "__main__":
    use()
