import marimo

app = marimo.App()


@app.cell
def _(mo):
    mo.md("Café `x`:\n\n```python\nfrom modern.store import f\nf(\"a\")\n```\n")
    mo.md('```\nimport modern.store\n\nmodern.store.f()\n```')
    mo.md("Nothing \n of " "old ```")
    return
