import old
import new

new.f()
globals()["old"].stays()
