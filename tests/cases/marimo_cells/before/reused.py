import marimo

app = marimo.App()


@app.cell
def _():
    import store
    return (store,)


@app.cell
def _():
    import legacy.tools as lt
    return (lt,)


@app.cell
def _(lt, store):
    lt.read(store.x)
    lt.draw(1)
    return


@app.cell
def _(lt):
    lt.read(2)
    return


if __name__ == "__main__":
    app.run()
