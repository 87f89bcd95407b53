def run(): ...


class Loader:
    """What loads, of old._slow.

    Example:
        ::

            from old import _slow
            import old

            print(old._slow.Loader)

    What is in old._slow is called likewise::

        old._slow.run(old._slow.Loader,
            old._slow)
    """

    def __init__(self, pkg_name, paths=()):
        self.pkg_name = pkg_name

    @classmethod
    def of(cls, package):
        return cls(package)


loader = Loader("old", ["data"])
assert loader.pkg_name == "old"
