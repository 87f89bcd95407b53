import logging
from new.core import f

setattr(f, "__module__", "new")
f.__module__ = f.__qualname__ = "new"
vars(f)["__module__"] = "new"
__package__: str = "new"
for name in ["f"]:
    setattr(LIST[name], "__module__", "new")
setattr(f, "label", "old")
getattr(f, "__module__", "new")
getattr(f, "kind", "old")
log = logging.getLogger("new")
child = logging.getLogger("new.web")
grand = logging.getLogger(name="new.web.requests")
other = logging.getLogger("older.web")
tag = f"{child} old.web"
