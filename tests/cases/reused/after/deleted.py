import frames as fr
import frames as pa

del fr
print(pa.one)
