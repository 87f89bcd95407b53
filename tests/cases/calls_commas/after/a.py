from new import load

load ("a" , # c
   cache_dir=P.cache  # d
   , strict=True)
load(
    "a"
    , cache_dir=P.cache, strict=True
    , )
load(
    "a",
    cache_dir=P.cache
    ,  # why
    strict=True,
)
load("a", cache_dir=P.cache, strict=True  # d
   )
load("a"
     , cache_dir=P.cache, strict=True)
load(
    "a",
    cache_dir=P.cache,  # d
    strict=True,
)
load(
    "a",
    cache_dir=P.cache,  # d
    strict=True
)
load("a",
     cache_dir=(P.cache  # d
     ), strict=True)
load("a", cache_dir=P.cache, strict=True, )
