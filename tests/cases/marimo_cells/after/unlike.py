import marimo

app = marimo.App()


@app.cell
def _():
    import legacy.tools as lt
    return (lt,)


@app.cell
def _():
    import legacy.sub as ls
    return (ls,)


@app.cell
def _(ls, lt):
    lt.read(ls.load())
    lt.draw(ls.paint())
    return


if __name__ == "__main__":
    app.run()
