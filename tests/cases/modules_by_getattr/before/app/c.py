import app.a

module = getattr(app.a, "old", None)
print(module.f(1))
