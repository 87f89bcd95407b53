import marimo

app = marimo.App()


@app.cell
def _():
    import legacy.tools as lt
    return (
        lt,  # the tools
    )


@app.cell
def _(
    lt,  # the tools
    table,  # theirs
):
    lt.read(table)
    lt.draw(table)
    return


if __name__ == "__main__":
    app.run()
