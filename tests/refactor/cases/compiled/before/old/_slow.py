def run(): ...


class Loader:
    """What loads, of old._slow.

    Example:
        ::

            from old import _slow
            import old

            print(old._slow.Loader)
    """

    def __init__(self, pkg_name, paths=()):
        self.pkg_name = pkg_name

    @classmethod
    def of(cls, package):
        return cls(package)


loader = Loader("old", ["data"])
assert loader.pkg_name == "old"
