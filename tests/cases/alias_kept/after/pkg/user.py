import new.home

new.home.gg()
new.home.f()
