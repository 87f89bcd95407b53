from .core.plot import draw as paint
