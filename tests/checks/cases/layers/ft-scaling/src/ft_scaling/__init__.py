import datadec

print(datadec)
