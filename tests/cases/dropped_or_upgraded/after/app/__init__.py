from new_tools import f
from pydantic import field_validator as validator
from staying import h
from new_tools import g

print(validator, f, g, h)
