import marimo

app = marimo.App()

with app.setup:
    import legacy.tools as lt


@app.function
def read():
    return lt.read()


@app.class_definition
class Drawn:
    draw = lt.draw


@app.cell
def _():
    lt.draw(read())
    return
