import marimo

app = marimo.App()

with app.setup:
    import legacy.tools as lt


@app.cell
def _():
    import legacy.more as lm
    lt.draw(lm.load(lm.paint))
    return


@app.cell
def _():
    lt.read(1)
    return


if __name__ == "__main__":
    app.run()
