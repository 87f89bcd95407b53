"""It is called like the new package, and is another thing."""

here = 1
