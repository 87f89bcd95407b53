import os, a.b, sys

print(os, a.b.f, sys)
