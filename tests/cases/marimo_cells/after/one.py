import marimo

app = marimo.App()


@app.cell
def _():
    import store
    import charts
    import numpy as np
    return charts, store


@app.cell
def _(store):
    store.read()


@app.cell
def _(a, charts, z):
    charts.draw(a, z)
    return
