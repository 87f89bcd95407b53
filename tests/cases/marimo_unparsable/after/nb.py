import marimo

__generated_with = "0.23.0"
app = marimo.App(width="medium")


@app.cell
def _():
    from modern.tools import read
    return (read,)


app._unparsable_cell(
    r"""
    from legacy.tools import draw
    draw(read("a")
    """,
    name="_"
)


@app.cell
def _(read):
    print(read("b"))
    return


if __name__ == "__main__":
    app.run()
