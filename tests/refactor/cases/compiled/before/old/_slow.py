def run(): ...


class Loader:
    def __init__(self, pkg_name, paths=()):
        self.pkg_name = pkg_name

    @classmethod
    def of(cls, package):
        return cls(package)


loader = Loader("old", ["data"])
assert loader.pkg_name == "old"
