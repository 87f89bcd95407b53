import app.rules.newline as newline
import app.rules.table as table

print(newline(), table.rows())
