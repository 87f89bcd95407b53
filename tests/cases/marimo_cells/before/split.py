import marimo

app = marimo.App()


@app.cell
def _():
    import legacy.tools as lt
    import sys
    return lt, sys


@app.cell
def _(lt):
    table = lt.read("a")   # two spaces too many
    return (table,)


@app.cell
async def _(lt, sys, table):
    def show(lt):
        return lt.read

    lt.draw(table, show(sys))


@app.cell(hide_code=True)
def _(
    lt,
    table,
):
    _size = lt.SIZE
    print(lt.read, lt.draw, table)
    return


if __name__ == "__main__":
    app.run()
