INSTALLED_APPS = ["modern.text", "app"]
INSTALLED_APPS += ["modern.text.more"]
MIDDLEWARE = ["modern.net.Writer"]
extensions = ["legacy.text"]  # may be anything here
