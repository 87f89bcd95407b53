import lib.futures
import lib.times

print(lib.futures.run(), lib.times.run())
