import marimo

app = marimo.App()

app._unparsable_cell("import legacy_tools (", name="_")


@app.cell
def _():
    import modern.tools
    return
