import marimo

app = marimo.App()

with app.setup:
    import charts
    import store


@app.cell
def _():
    import legacy.more as lm
    charts.draw(store.load(lm.paint))
    return


@app.cell
def _():
    store.read(1)
    return


if __name__ == "__main__":
    app.run()
