from tools.text import Enc

Enc.force_text(Enc.x)
