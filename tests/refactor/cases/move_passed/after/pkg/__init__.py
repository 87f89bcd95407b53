from .zz import task
