from plots import draw

draw()
