import sys

import old

globals().get("old").f()
vars()["old"].f()
sys.modules[__name__].old.f()
getattr(sys.modules[__name__], "old").f()
vars(sys.modules[__name__])["old"].f()
sys.modules[__name__].__dict__["old"].f()
old.f()
