import app.more
import lib.core as lib_core
from app.low import lib, old

print(old, lib.other, lib_core.one, app.more)
