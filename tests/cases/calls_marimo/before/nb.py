import marimo

app = marimo.App()


@app.cell
def _():
    from dr_ingest.motherduck.connector import open_motherduck_connection
    from dr_ingest.hf.location import HFLocation
    from dr_ingest.utils.pandas import masked_setter
    from hf_utils.branches import parse_branch_name

    return HFLocation, masked_setter, open_motherduck_connection, parse_branch_name


@app.cell
def _(masked_setter, open_motherduck_connection, parse_branch_name):
    conn = open_motherduck_connection()
    df = masked_setter(conn.df(), True, "a", 1)
    step = parse_branch_name("a")["step"]
    info = parse_branch_name("b")
    return conn, df, info, step


@app.cell
def _(HFLocation):
    loc = HFLocation(org="a", repo_name="b")
    loc
    return (loc,)


if __name__ == "__main__":
    app.run()
