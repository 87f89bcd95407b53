import old.mod as m

print(m.f)
import other as m

print(m.stays)
