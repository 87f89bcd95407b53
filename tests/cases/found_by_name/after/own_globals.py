import old

old.f()
globals()["old"].stays()
