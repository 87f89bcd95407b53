import old.mod as kept

print(kept.f)
kept = kept.stays
