from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from u import T
else:
    T = None

def f(x: 'T') -> 'list[T]': ...
