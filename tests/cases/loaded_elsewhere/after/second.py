from new import late as f

print(f)
