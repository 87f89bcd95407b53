import marimo

app = marimo.App()

with app.setup:
    import store
    import charts


@app.function
def read():
    return store.read()


@app.class_definition
class Drawn:
    draw = charts.draw


@app.cell
def _():
    charts.draw(read())
    return
