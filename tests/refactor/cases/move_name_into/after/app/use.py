from app import text
import app.names
from app.text import WIDTH, wrap
from app.names import split as cut

print(app.names.split("a"), text.wrap, cut, wrap, WIDTH)
