import marimo

app = marimo.App()


@app.cell
def _():
    import legacy.tools as lt
    import store
    import charts
    import sys
    return charts, lt, store, sys


@app.cell
def _(store):
    table = store.read("a")   # two spaces too many
    return (table,)


@app.cell
async def _(charts, sys, table):
    def show(lt):
        return lt.read

    charts.draw(table, show(sys))


@app.cell(hide_code=True)
def _(
    charts,
    lt,
    store,
    table,
):
    _size = lt.SIZE
    print(store.read, charts.draw, table)
    return


if __name__ == "__main__":
    app.run()
