from taken import kept

print(kept)
