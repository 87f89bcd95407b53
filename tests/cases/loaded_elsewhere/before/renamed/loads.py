from unit.mod import leaves
