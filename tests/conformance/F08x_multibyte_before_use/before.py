import a.b

print('žluťoučký', a.b.f('ü'), a.b.f)
