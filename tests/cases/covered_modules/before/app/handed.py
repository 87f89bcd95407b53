from app.by_name import newline
from app import by_package

print(newline(), by_package.rules.newline())
