import app.rules.newline

print(app.rules.newline())
