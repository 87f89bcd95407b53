"""A function that takes the name is called while the package is loaded."""


class Made:
    def __init__(self):
        from old import late

        self.late = late


made = Made()
