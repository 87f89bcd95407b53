exec('from old import *')
