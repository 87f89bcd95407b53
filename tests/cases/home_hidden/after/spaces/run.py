from ns.other import where

print(where)
