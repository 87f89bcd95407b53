INSTALLED_APPS = ["old.mod", "old.whole", "other"]
INSTALLED_APPS += ["old.whole.apps.Config"]
MIDDLEWARE = ("old.mod.f", "old.mod.stays")
ROOT_URLCONF = "old.whole.urls"
CACHES = {"default": {"BACKEND": "old.mod.f"}}
LOGGING = {"handlers": {"a": {"class": "old.mod.f", "level": "old.mod.f"}}}
