import marimo

app = marimo.App()


@app.cell
def _():
    import store
    import charts
    return (
        charts, store,  # the tools
    )


@app.cell
def _(
    charts,
    store,  # the tools
    table,  # theirs
):
    store.read(table)
    charts.draw(table)
    return


if __name__ == "__main__":
    app.run()
