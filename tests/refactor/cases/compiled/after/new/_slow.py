def run(): ...


class Loader:
    """What loads, of new._slow.

    Example:
        ::

            from new import _slow
            import new

            print(new._slow.Loader)

    What is in new._slow is called likewise::

        new._slow.run(new._slow.Loader,
            new._slow)
    """

    def __init__(self, pkg_name, paths=()):
        self.pkg_name = pkg_name

    @classmethod
    def of(cls, package):
        return cls(package)


loader = Loader("new", ["data"])
assert loader.pkg_name == "new"
