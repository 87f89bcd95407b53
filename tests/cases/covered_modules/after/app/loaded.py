import app.rules
import app.flow.newline

print(app.rules.newline())
