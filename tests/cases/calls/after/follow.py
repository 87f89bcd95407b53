import json

import pandas as pd
from dr_hf import parse_branch_name
import dr_hf as hb
import dr_hf
from dr_hf import download_dataset as dl


def one(b, bs):
    info = parse_branch_name(b)
    # codemod: review[behaviour-changed-silently] dr_hf.parse_branch_name: a model instead of a dict: info['x'] is info.x; pass info.model_dump() where a dict is needed
    print(info.step, info.seed, f"{info.valid}", f"{info['valid']=}")
    x = {**info.model_dump()}
    f(**info.model_dump())
    dict(info.model_dump())
    if "step" in info.model_dump():
        pass
    if info.model_dump() == {"a": 1}:
        pass
    for k in info.model_dump():
        pass
    for k, v in info.model_dump().items():
        pass
    len(info.model_dump())
    json.dumps(info.model_dump())
    return pd.DataFrame([parse_branch_name(b).model_dump() for b in bs])


def two(b):
    info = parse_branch_name(b).model_dump()
    info["x"] = 1
    print(info["step"])
    return info


def three(b):
    if b:
        info = {}
    else:
        # codemod: review[behaviour-changed-silently] dr_hf.parse_branch_name: a model instead of a dict: info['x'] is info.x; pass info.model_dump() where a dict is needed
        info = parse_branch_name(b)
    return info["step"]


def four(bs):
    # codemod: review[behaviour-changed-silently] dr_hf.parse_branch_name: a model instead of a dict: info['x'] is info.x; pass info.model_dump() where a dict is needed
    infos = [parse_branch_name(b) for b in bs]
    for i in infos:
        print(i.step)
    return [i.seed for i in infos if i.valid], infos[0].step, {i.step: i for i in infos}


def five(b):
    # codemod: review[behaviour-changed-silently] dr_hf.parse_branch_name: a model instead of a dict: info['x'] is info.x; pass info.model_dump() where a dict is needed
    return (
        hb.parse_branch_name(b)  # c
        ["step"]
    ), hb.parse_branch_name(
        b
    ).step, dr_hf.parse_branch_name(b).step


def six(bs):
    # codemod: review[behaviour-changed-silently] dr_hf.parse_branch_name: a model instead of a dict: info['x'] is info.x; pass info.model_dump() where a dict is needed
    a = map(parse_branch_name, bs)
    while (info := parse_branch_name(bs.pop())) and info.step:
        print(info.step)
    (parse_branch_name(b)).step
    key = "step"
    # codemod: review[behaviour-changed-silently] dr_hf.parse_branch_name: a model instead of a dict: info['x'] is info.x; pass info.model_dump() where a dict is needed
    print(info.model_dump()[key], info["nope"])
    dl(1, 2, "train")
    # codemod: review[behaviour-changed-silently] dr_hf.download_dataset: split= is honoured now, it was always 'train'
    dl(1, 2, "val")
    # codemod: review[behaviour-changed-silently] dr_hf.download_dataset: split= is honoured now, it was always 'train'
    dl(1, 2, **kw)
    # codemod: review[behaviour-changed-silently] dr_hf.download_dataset: split= is honoured now, it was always 'train'
    dl(*x)
    try:
        dl(1, 2)
    except ConnectionError:
        pass

def seven():
    def inner():
        return info.step
    info = parse_branch_name("b")
    return inner

class C:
    # codemod: review[behaviour-changed-silently] dr_hf.parse_branch_name: a model instead of a dict: info['x'] is info.x; pass info.model_dump() where a dict is needed
    info = parse_branch_name("b")
    step = info.step

    def m(self):
        # codemod: review[behaviour-changed-silently] dr_hf.parse_branch_name: a model instead of a dict: info['x'] is info.x; pass info.model_dump() where a dict is needed
        self.i = parse_branch_name("c")
