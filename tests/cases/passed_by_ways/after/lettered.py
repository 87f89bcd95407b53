from app import lettered

NAME = "old"
print(getattr(lettered, NAME).g())
