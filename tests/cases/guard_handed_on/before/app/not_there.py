from app.compat import abc

print(abc.other)
