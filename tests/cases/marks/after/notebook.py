import marimo

app = marimo.App()


@app.cell
def _():
    # codemod: review[behaviour-changed-silently] dr_x.setter: returns a copy → look
    from dr_x import setter
    return (setter,)
