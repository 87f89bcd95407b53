from .retry import attempts


def retry():
    return attempts()
