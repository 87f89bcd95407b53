INSTALLED_APPS = ["old.mod", "new.whole", "other"]
INSTALLED_APPS += ["new.whole.apps.Config"]
MIDDLEWARE = ("new.f", "old.mod.stays")
ROOT_URLCONF = "new.whole.urls"
CACHES = {"default": {"BACKEND": "old.mod.f"}}
LOGGING = {"handlers": {"a": {"class": "old.mod.f", "level": "old.mod.f"}}}
