from old import bar, draw

bar(draw)
