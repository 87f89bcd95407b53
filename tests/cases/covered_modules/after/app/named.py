from app.rules import newline
import app.flow.table as table

print(newline(), table.rows())
