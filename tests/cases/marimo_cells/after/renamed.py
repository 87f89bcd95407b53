import marimo

app = marimo.App()

with app.setup:
    import charts.tints as lib


@app.cell
def _():
    import charts.tints as other

    other.blend()
    return (other,)


@app.cell
def _(other):
    lib.blend(other.blend)
    return
