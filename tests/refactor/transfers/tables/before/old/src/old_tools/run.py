import packaging.version

import old_tools.util


def main():
    from old_tools.tables import load

    return load(), packaging.version, old_tools.util.twice(1)
