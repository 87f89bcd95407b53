from hf_utils.branches import parse_branch_name
from functools import partial, lru_cache
import hf_utils.branches as B
import hf_utils.branches, dr_ingest.hf.io
from dr_ingest.utils.pandas import masked_setter as ms
from dr_ingest.hf.io import get_tables_from_cache as g, cached_download_tables_from_hf

x = parse_branch_name("a")["step"]
f = lambda b: parse_branch_name(b)["seed"]
p = partial(ms, 1)
c = lru_cache(g)

@ms
def deco(a=parse_branch_name("x")["step"], *, k=B.parse_branch_name("y").get("seed")):
    return a

async def co(b):
    info = B.parse_branch_name(b)
    async with x as y:
        print(info["step"])
    yield info["valid"]

class K:
    def m(self, b):
        if (i := parse_branch_name(b))["valid"]:
            return i["step"]
        match parse_branch_name(b):
            case {"step": s}:
                return s

def nested(b):
    info = parse_branch_name(b); info2 = info; print(info2["step"], info2 == info)
    def inner():
        nonlocal info
        info = {}
    return info["step"]

def loop(bs):
    info = None
    for b in bs:
        if info: print(info["step"])
        info = parse_branch_name(b)

def tr(b):
    try:
        info = parse_branch_name(b)
    except ValueError:
        info = {"step": 1}
    finally:
        print(info["step"])
    return info["step"]

def comp(bs):
    return {k: v["step"] for k, v in {b: parse_branch_name(b) for b in bs}.items()}, sum(parse_branch_name(b)["step"] for b in bs), [parse_branch_name(b)["step"] for b in bs if parse_branch_name(b)["valid"]]

def args(loc, P, **kw):
    g(loc, (P))
    g((loc), P,)
    g(
        loc,
        P
    )
    g(loc, P  # the paths
    )
    g(hf_loc=loc, paths=(P))
    g(loc, paths=P if P else None)
    g(loc, paths=lambda: 1)
    dr_ingest.hf.io.get_tables_from_cache(loc, P)
    ms(x for x in P)
    ms()
    ms(1, 2,)
    ms(
        1, 2,
    )
    ms(1,
       2)
    ms(1, ms(2, 3), g(loc, P))
    print(f"{ms(1, 2)} {g(loc, P)!r} {parse_branch_name('b')['step']:>5} {parse_branch_name('b')['step'] = }")
    ms(1, 2) if P else ms(3)
    a = ms(1, value=2)
    ms(1, inplace=False)
    del parse_branch_name("x")["step"]
    "step" not in parse_branch_name("x")
    assert "step" in parse_branch_name("x") and parse_branch_name("x")["step"]
    t = (parse_branch_name("a"))["step"]
    u = parse_branch_name("a") ["step"]
    v = (
        parse_branch_name("a")
        .get("step")
    )
    w = parse_branch_name("a")["st" "ep"]
    print(*parse_branch_name("b"), **parse_branch_name("a"))
    q = {"a": 1, **parse_branch_name("a")}
    r = [*parse_branch_name("a")]
    a, b = parse_branch_name("a"), 1
    a["step"]
    z = y = parse_branch_name("a")
    y["step"]
    ms(paths := P, 2)
    x: dict = parse_branch_name("a")
    x["step"]
    x |= {"a": 1}
