from .a import bar, keep
