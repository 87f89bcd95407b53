import marimo

app = marimo.App()


@app.cell
def _():
    import store
    return (store,)


@app.cell
def _():
    import charts
    return (charts,)


@app.cell
def _(charts, store):
    store.read(store.x)
    charts.draw(1)
    return


@app.cell
def _(store):
    store.read(2)
    return


if __name__ == "__main__":
    app.run()
