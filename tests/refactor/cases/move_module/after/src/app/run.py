import app.io.load
from app.io import load as loader
from app import names
from app.io.load import main

HOOK = "app.io.load:main"
print(app.io.load.CONFIG, loader.main(), main(), names.NAME)
