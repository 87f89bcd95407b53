from new import home as sub2
import new.home

sub2.k()
new.home.gg()
