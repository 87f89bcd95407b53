import app
from app import retry

print(retry(), app.retry())
