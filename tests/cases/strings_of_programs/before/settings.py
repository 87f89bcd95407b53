INSTALLED_APPS = ["legacy.text", "app"]
INSTALLED_APPS += ["legacy.text.more"]
MIDDLEWARE = ["legacy.io.Writer"]
extensions = ["legacy.text"]  # may be anything here
