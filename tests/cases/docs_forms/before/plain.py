from legacy.io import read
