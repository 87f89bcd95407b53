from u import ß, größe  # ünïcode

print(ß, größe)
