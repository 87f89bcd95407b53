import first
import second
import old as o

print(o.late.stays)
