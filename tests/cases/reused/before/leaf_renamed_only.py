import numpy as np

print(np.product)
