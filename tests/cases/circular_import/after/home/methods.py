"""A method that takes the name is called while the package is loaded."""

import old


class Made:
    def make(self):
        return old.later


made = Made().make()
