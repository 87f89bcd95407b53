import old
import new

new.f()
