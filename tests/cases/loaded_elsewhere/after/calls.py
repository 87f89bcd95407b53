import called
import old as o

print(o.called.deep.stays)
