import app.more
from app.low import lib, old

print(old, lib.other, app.low.lib.deep.one, app.more)
