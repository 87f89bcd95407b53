import sys

import old
import new

globals().get("old").f()
vars()["old"].f()
sys.modules[__name__].old.f()
getattr(sys.modules[__name__], "old").f()
vars(sys.modules[__name__])["old"].f()
sys.modules[__name__].__dict__["old"].f()
new.f()
