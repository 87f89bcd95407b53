import os, x.b, sys

print(os, x.b.f, sys)
