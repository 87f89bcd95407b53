import builtins
import queue

with mock.patch.object(builtins, "open"):
    print(open, queue.Queue)
