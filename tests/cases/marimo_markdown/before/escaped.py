import marimo

app = marimo.App()


@app.cell
def _(mo):
    mo.md("Café `x`:\n\n```python\nfrom legacy.io import f\nf(\"a\")\n```\n")
    mo.md('```\nimport legacy.io\n\nlegacy.io.f()\n```')
    mo.md("Nothing \n of " "old ```")
    return
