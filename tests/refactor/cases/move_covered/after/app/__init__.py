from .again import attempts


def retry():
    return attempts()
