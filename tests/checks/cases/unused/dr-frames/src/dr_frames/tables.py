import typer

LIMIT = 3
UNSEEN, SEEN = 1, 2
_private = 4


def table():
    return LIMIT, SEEN


def head():
    """Not tail."""


def tail():
    return tail


async def body():
    """Do nothing."""


class Rows:
    pass


@typer.Typer().command()
def registered():
    """Do nothing."""


def named():
    return getattr(typer, "Rows")
