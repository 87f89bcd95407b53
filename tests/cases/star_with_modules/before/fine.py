"""The names of modules that moved, as names of something else."""

from lib import *


@retry(stop=stop_after_attempt(3))  # stop
def run(self, deep=None):
    for stop in self.stop(), "stop":
        print(stop, deep, {"deep": stop})
