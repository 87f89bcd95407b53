from app.far import f

print(f())
