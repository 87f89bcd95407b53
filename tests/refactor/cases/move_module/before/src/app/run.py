import app.load
from app import load as loader
from app import names
from app.load import main

HOOK = "app.load:main"
print(app.load.CONFIG, loader.main(), main(), names.NAME)
