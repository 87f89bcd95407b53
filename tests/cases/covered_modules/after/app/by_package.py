from app import rules
import app.flow.table

RULES = [rules.newline, rules.block, app.flow.table.rows]
print(rules.Thing.make(), rules.shape.side, getattr(rules, "newline"))
