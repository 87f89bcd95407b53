import new.home as h

h.gg()
h.gg()
