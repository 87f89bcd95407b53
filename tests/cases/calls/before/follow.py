import json

import pandas as pd
from hf_utils.branches import parse_branch_name
import hf_utils.branches as hb
import hf_utils.branches
from hf_utils.huggingface import download_dataset as dl


def one(b, bs):
    info = parse_branch_name(b)
    print(info["step"], info.get("seed", 0), f"{info['valid']}", f"{info['valid']=}")
    x = {**info}
    f(**info)
    dict(info)
    if "step" in info:
        pass
    if info == {"a": 1}:
        pass
    for k in info:
        pass
    for k, v in info.items():
        pass
    len(info)
    json.dumps(info)
    return pd.DataFrame([parse_branch_name(b) for b in bs])


def two(b):
    info = parse_branch_name(b)
    info["x"] = 1
    print(info["step"])
    return info


def three(b):
    if b:
        info = {}
    else:
        info = parse_branch_name(b)
    return info["step"]


def four(bs):
    infos = [parse_branch_name(b) for b in bs]
    for i in infos:
        print(i["step"])
    return [i["seed"] for i in infos if i["valid"]], infos[0]["step"], {i["step"]: i for i in infos}


def five(b):
    return (
        hb.parse_branch_name(b)  # c
        ["step"]
    ), hb.parse_branch_name(
        b
    )["step"], hf_utils.branches.parse_branch_name(b).get("step")


def six(bs):
    a = map(parse_branch_name, bs)
    while (info := parse_branch_name(bs.pop())) and info["step"]:
        print(info["step"])
    (parse_branch_name(b))["step"]
    key = "step"
    print(info[key], info["nope"])
    dl(1, 2, "train")
    dl(1, 2, "val")
    dl(1, 2, **kw)
    dl(*x)
    try:
        dl(1, 2)
    except ConnectionError:
        pass

def seven():
    def inner():
        return info["step"]
    info = parse_branch_name("b")
    return inner

class C:
    info = parse_branch_name("b")
    step = info["step"]

    def m(self):
        self.i = parse_branch_name("c")
