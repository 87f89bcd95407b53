import marimo

app = marimo.App()


@app.cell
def _():
    from old_tools import setter
    return (setter,)
