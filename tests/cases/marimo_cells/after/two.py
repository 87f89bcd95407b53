import marimo

app = marimo.App()


@app.cell
def _():
    import store
    import charts
    return charts, store


@app.cell
def _():
    import legacy.more as lm
    return (lm,)


@app.cell
def _(charts, lm, store):
    store.read(store.load())
    charts.draw(lm.paint())
    return


if __name__ == "__main__":
    app.run()
