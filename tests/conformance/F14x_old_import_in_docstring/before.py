"""Use it so:

from u import x
import u
"""
# from u import x
s = "import u.y"
