import builtins as builtins_
import builtins as b
import builtins
import queue

print(builtins_, b, builtins, queue)
