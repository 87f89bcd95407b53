"""So has it the base of this class."""

import old


class Derived(old.Base): ...
