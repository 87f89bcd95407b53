import logging
from old.core import f

setattr(f, "__module__", "old")
f.__module__ = f.__qualname__ = "old"
vars(f)["__module__"] = "old"
__package__: str = "old"
for name in ["f"]:
    setattr(LIST[name], "__module__", "old")
setattr(f, "label", "old")
getattr(f, "__module__", "old")
getattr(f, "kind", "old")
log = logging.getLogger("old")
child = logging.getLogger("old.web")
grand = logging.getLogger(name="old.web.requests")
other = logging.getLogger("older.web")
tag = f"{child} old.web"
