from offers import EXIT_OK

print(EXIT_OK)
