import old.sub

done = old.sub.f()
