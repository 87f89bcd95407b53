def run(): ...


class Loader:
    def __init__(self, pkg_name, paths=()):
        self.pkg_name = pkg_name


loader = Loader("new", ["data"])
