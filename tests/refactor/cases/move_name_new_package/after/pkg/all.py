from .new.sub.picked import words

first = words("a b")
