from .utils.text import words

first = words("a b")
