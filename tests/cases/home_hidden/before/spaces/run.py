from old import where

print(where)
