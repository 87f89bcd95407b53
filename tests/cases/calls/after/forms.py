from dr_hf import parse_branch_name
from functools import partial, lru_cache
import dr_hf as B
import dr_hf
from dr_frames import masked_setter as ms
# codemod: review[behaviour-changed-silently] dr_hf.cached_download_tables_from_hf: the keys are file stems, and two files with one stem collide
from dr_hf import get_tables_from_cache as g, cached_download_tables_from_hf

x = parse_branch_name("a").step
f = lambda b: parse_branch_name(b).seed
# codemod: review[behaviour-changed-silently] dr_frames.masked_setter: works on a copy: pass inplace=True, or use what it returns
p = partial(ms, 1)
c = lru_cache(g)

# codemod: review[behaviour-changed-silently] dr_frames.masked_setter: works on a copy: pass inplace=True, or use what it returns
@ms
def deco(a=parse_branch_name("x").step, *, k=B.parse_branch_name("y").seed):
    return a

async def co(b):
    info = B.parse_branch_name(b)
    async with x as y:
        print(info.step)
    yield info.valid

class K:
    def m(self, b):
        if (i := parse_branch_name(b)).valid:
            return i.step
        match parse_branch_name(b).model_dump():
            case {"step": s}:
                return s

def nested(b):
    # codemod: review[behaviour-changed-silently] dr_hf.parse_branch_name: a model instead of a dict: info['x'] is info.x; pass info.model_dump() where a dict is needed
    info = parse_branch_name(b); info2 = info; print(info2["step"], info2 == info)
    def inner():
        nonlocal info
        info = {}
    return info["step"]

def loop(bs):
    info = None
    for b in bs:
        if info: print(info["step"])
        # codemod: review[behaviour-changed-silently] dr_hf.parse_branch_name: a model instead of a dict: info['x'] is info.x; pass info.model_dump() where a dict is needed
        info = parse_branch_name(b)

def tr(b):
    try:
        # codemod: review[behaviour-changed-silently] dr_hf.parse_branch_name: a model instead of a dict: info['x'] is info.x; pass info.model_dump() where a dict is needed
        info = parse_branch_name(b)
    except ValueError:
        info = {"step": 1}
    finally:
        print(info["step"])
    return info["step"]

def comp(bs):
    return {k: v.step for k, v in {b: parse_branch_name(b) for b in bs}.items()}, sum(parse_branch_name(b).step for b in bs), [parse_branch_name(b).step for b in bs if parse_branch_name(b).valid]

def args(loc, P, **kw):
    g(loc, cache_dir=(P.data_cache_dir))
    g((loc), cache_dir=P.data_cache_dir,)
    g(
        loc,
        cache_dir=P.data_cache_dir
    )
    g(loc, cache_dir=P.data_cache_dir  # the paths
    )
    g(hf_loc=loc, cache_dir=(P.data_cache_dir))
    g(loc, paths=P if P else None)
    g(loc, cache_dir=(lambda: 1).data_cache_dir)
    dr_hf.get_tables_from_cache(loc, cache_dir=P.data_cache_dir)
    ms((x for x in P), inplace=True)
    ms(inplace=True)
    ms(1, 2, inplace=True,)
    ms(
        1, 2, inplace=True,
    )
    ms(1,
       2, inplace=True)
    ms(1, ms(2, 3, inplace=True), g(loc, cache_dir=P.data_cache_dir), inplace=True)
    # codemod: review[behaviour-changed-silently] dr_hf.parse_branch_name: a model instead of a dict: info['x'] is info.x; pass info.model_dump() where a dict is needed
    print(f"{ms(1, 2, inplace=True)} {g(loc, cache_dir=P.data_cache_dir)!r} {parse_branch_name('b').step:>5} {parse_branch_name('b')['step'] = }")
    ms(1, 2, inplace=True) if P else ms(3, inplace=True)
    a = ms(1, value=2, inplace=True)
    ms(1, inplace=False)
    # codemod: review[behaviour-changed-silently] dr_hf.parse_branch_name: a model instead of a dict: info['x'] is info.x; pass info.model_dump() where a dict is needed
    del parse_branch_name("x")["step"]
    "step" not in parse_branch_name("x").model_dump()
    assert "step" in parse_branch_name("x").model_dump() and parse_branch_name("x").step
    t = (parse_branch_name("a")).step
    u = parse_branch_name("a").step
    v = (
        parse_branch_name("a").step
    )
    w = parse_branch_name("a").step
    print(*parse_branch_name("b").model_dump(), **parse_branch_name("a").model_dump())
    q = {"a": 1, **parse_branch_name("a").model_dump()}
    r = [*parse_branch_name("a").model_dump()]
    # codemod: review[behaviour-changed-silently] dr_hf.parse_branch_name: a model instead of a dict: info['x'] is info.x; pass info.model_dump() where a dict is needed
    a, b = parse_branch_name("a"), 1
    a["step"]
    # codemod: review[behaviour-changed-silently] dr_hf.parse_branch_name: a model instead of a dict: info['x'] is info.x; pass info.model_dump() where a dict is needed
    z = y = parse_branch_name("a")
    y["step"]
    ms(paths := P, 2, inplace=True)
    # codemod: review[behaviour-changed-silently] dr_hf.parse_branch_name: a model instead of a dict: info['x'] is info.x; pass info.model_dump() where a dict is needed
    x: dict = parse_branch_name("a")
    x["step"]
    x |= {"a": 1}
