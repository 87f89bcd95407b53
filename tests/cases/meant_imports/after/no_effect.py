import yard

print(yard.Box)
