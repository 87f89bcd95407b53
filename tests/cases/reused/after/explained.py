import yard
# the goods

print(yard.Box, yard.Box, yard)
