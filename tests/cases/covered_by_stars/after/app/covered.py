from .kinds import three, two

print(two(), three())
