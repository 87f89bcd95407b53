if x:
    import frames as fr
import frames as pa

print(pa.one)
