from home.declared import long
from home.again import again

tall = 1
