from new import K


def use(x: 'list[K]') -> 'K': ...
