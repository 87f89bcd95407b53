import marimo

app = marimo.App()


@app.cell
def _():
    import legacy.tools as _lt
    _lt.draw(_lt.read())
    return


@app.cell
def _():
    import legacy.tools as _lt
    _lt.draw(_lt.read(), [_lt.read(x) for x in range(2)])
    return


if __name__ == "__main__":
    app.run()
