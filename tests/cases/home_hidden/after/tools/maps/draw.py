from old import draw
from plots import bar

bar(draw)
