import lark

print(lark)
