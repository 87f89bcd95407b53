from tools.text import Enc

Enc.force_str(Enc.x)
