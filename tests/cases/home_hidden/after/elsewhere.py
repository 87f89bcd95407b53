from frames.io import read
