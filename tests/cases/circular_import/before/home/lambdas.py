"""So is this function."""

import old

made = (lambda: old.later)()
fine = (lambda old: old.later)
