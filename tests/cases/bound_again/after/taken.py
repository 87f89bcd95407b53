import old.mod as kept
import new

print(new.f)
kept = kept.stays
