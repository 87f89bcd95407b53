import marimo

app = marimo.App()


@app.cell
def _():
    import store as _lt
    _lt.read()
    return


@app.cell
def _(lt):
    lt.read()
    return


def helper():
    lt = 1
    return lt
