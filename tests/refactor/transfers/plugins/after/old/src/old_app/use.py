import new_lib.pics.core.plot
from new_lib.pics.core.plot import draw as paint

print(new_lib.pics.core.plot.draw, paint)
