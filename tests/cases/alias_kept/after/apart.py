import new.home
import new.other

new.home.gg()
new.other.h()
