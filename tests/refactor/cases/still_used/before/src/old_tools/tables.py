# everything has moved
