import marimo

app = marimo.App()


@app.cell
def _():
    from dr_duck import open_motherduck_connection
    from dr_hf import HFLocation
    from dr_frames import masked_setter
    from dr_hf import parse_branch_name

    return HFLocation, masked_setter, open_motherduck_connection, parse_branch_name


@app.cell
def _(masked_setter, open_motherduck_connection, parse_branch_name):
    conn = open_motherduck_connection()
    df = masked_setter(conn.df(), True, "a", 1, inplace=True)
    step = parse_branch_name("a").step
    # codemod: review[behaviour-changed-silently] dr_hf.parse_branch_name: a model instead of a dict: info['x'] is info.x; pass info.model_dump() where a dict is needed
    info = parse_branch_name("b")
    return conn, df, info, step


@app.cell
def _(HFLocation):
    loc = HFLocation(org="a", repo_name="b")
    loc
    return (loc,)


if __name__ == "__main__":
    app.run()
