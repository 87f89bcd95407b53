"""Code that is run where the names of another module are."""

import run

print(eval("[lib.g]", run.__dict__))
