import late.sub.leaf

moved = late.sub.leaf.m
