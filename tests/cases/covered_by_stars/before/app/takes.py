from .kinds import dyn, futures, texts, times

print(dyn.run(), futures.run(), texts.run(), times.run())
