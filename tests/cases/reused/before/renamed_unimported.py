import os
os.path.join(os.sep)
