import marimo

app = marimo.App()


@app.cell
def _():
    import legacy.tools as lt
    return (lt,)


@app.cell
def _():
    store = 1
    return (store,)


@app.cell
def _(lt, store):
    lt.read(store)
    lt.draw(1)
    return


if __name__ == "__main__":
    app.run()
