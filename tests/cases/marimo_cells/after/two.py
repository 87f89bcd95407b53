import marimo

app = marimo.App()


@app.cell
def _():
    import legacy.tools as lt
    return (lt,)


@app.cell
def _():
    import legacy.more as lm
    return (lm,)


@app.cell
def _(lm, lt):
    lt.read(lm.load())
    lt.draw(lm.paint())
    return


if __name__ == "__main__":
    app.run()
