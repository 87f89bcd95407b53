from own.taken import f
