import marimo

app = marimo.App()


@app.cell
def _():
    import store as store_
    import charts
    return charts, store_


@app.cell
def _():
    store = 1
    return (store,)


@app.cell
def _(charts, store, store_):
    store_.read(store)
    charts.draw(1)
    return


if __name__ == "__main__":
    app.run()
