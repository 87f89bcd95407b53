import marimo

app = marimo.App()


@app.cell
def _():
    import legacy.tools as lt
    import numpy as np
    return (lt,)


@app.cell
def _(lt):
    lt.read()


@app.cell
def _(a, lt, z):
    lt.draw(a, z)
    return
