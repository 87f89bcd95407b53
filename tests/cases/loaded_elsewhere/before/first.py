import old.late

print(old.late.stays)
