import marimo

app = marimo.App()

with app.setup:
    import paints as lib


@app.cell
def _():
    import paints as other

    other.mix()
    return (other,)


@app.cell
def _(other):
    lib.mix(other.mix)
    return
