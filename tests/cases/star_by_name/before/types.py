from old import *


def use(x: 'list[K]') -> 'K': ...
