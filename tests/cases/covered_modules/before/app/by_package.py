from app import rules

RULES = [rules.newline, rules.block, rules.table.rows]
print(rules.Thing.make(), rules.shape.side, getattr(rules, "newline"))
