from old_tools import f
from pydantic import validator
from staying import g, h

print(validator, f, g, h)
