from pkg_a import one as one

__all__ = ["one"]
