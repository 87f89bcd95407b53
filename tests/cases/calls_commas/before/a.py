from old import load

load ("a" , # c
   P  # d
   ,)
load(
    "a"
    , P
    , )
load(
    "a",
    P
    ,  # why
)
load("a", P  # d
   )
load("a"
     , P)
load(
    "a",
    P,  # d
)
load(
    "a",
    P  # d
)
load("a",
     (P  # d
     ))
load("a", P, )
