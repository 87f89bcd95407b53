"""The module is loaded here, and its new home is perhaps not."""

import sys

import old.mod

print(sys.modules["old"].one, sys.modules["old.mod"].f, sys.modules["old.mod"].kept)
