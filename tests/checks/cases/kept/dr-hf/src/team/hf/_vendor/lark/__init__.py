import js2py
from lark import parser

print(js2py, parser)
