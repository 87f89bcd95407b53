import marimo

app = marimo.App()


@app.cell
def _():
    import charts as _charts
    import store as _store
    _charts.draw(_store.read())
    return


@app.cell
def _():
    import charts as _charts
    import store as _store
    _charts.draw(_store.read(), [_store.read(x) for x in range(2)])
    return


if __name__ == "__main__":
    app.run()
