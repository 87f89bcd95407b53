import os
os.path.joined(os.sep)
