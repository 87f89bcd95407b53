from foo import f
