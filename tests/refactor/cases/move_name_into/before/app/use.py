from app import text
from app.text import WIDTH, split as cut, wrap

print(text.split("a"), text.wrap, cut, wrap, WIDTH)
