from old import draw

draw()
