from new import apart as f

print(f)
