import old
import new.sub

done = new.sub.f()
