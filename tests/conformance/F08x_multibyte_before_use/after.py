import x

print('žluťoučký', x.f('ü'), x.f)
