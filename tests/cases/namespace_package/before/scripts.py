from .mars import one
