import marimo

app = marimo.App()


@app.cell
def _():
    from hf_utils.branches import parse_branch_name
    return (parse_branch_name,)


@app.cell
def _(info, infos):
    steps = [one["step"] for one in infos]
    {**info}
    return (steps,)


@app.cell
def _(parse_branch_name, branches):
    info = {"step": 1}
    print(info["step"])
    info = parse_branch_name("a")
    infos = [parse_branch_name(b) for b in branches]
    return info, infos


@app.cell
def _(other, parse_branch_name, flag):
    mixed = parse_branch_name("a")
    if flag:
        mixed = other
    return (mixed,)


@app.cell
def _(mixed, info):
    mixed["step"]

    def show(info):
        return info["step"]

    show({}), info.get("step")
    return


@app.cell
def _(parse_branch_name):
    twice = parse_branch_name("a")
    return (twice,)


@app.cell
def _():
    twice = {"step": 1}
    twice["step"]
    return (twice,)


if __name__ == "__main__":
    app.run()
