import marimo

app = marimo.App()


@app.cell
def _():
    import marimo as mo
    return (mo,)


@app.cell
def _(mo):
    mo.md(r"""
    # Title of legacy.io

    ```python
    from modern.store import read
    read()
    ```

    ```bash
    uv run python -m modern.store
    ```
    """)
    return


@app.cell
def _(mo, x):
    mo.md(f"""
    ```python
    from modern.store import read
    read({x})
    ```
    `legacy.io` {x}
    """)
    return


@app.cell
def _(mo):
    mo.vstack([mo.md("```python\nfrom modern.store import read\n```"), mo.accordion({"a": mo.md("""
```python
import modern.store
```
""")})])
    return


@app.cell
def _(mo):
    import subprocess
    mo.mermaid("graph legacy.io")
    subprocess.run(["python", "-m", "modern.store"])
    return


@app.cell
def _(mo, log):
    mo.md("""
    ```python
    from legacy.io import read as
    ```

        python -m legacy.io is no fence
    """)
    mo.md("""Not one literal: """ + """
    ```python
    from legacy.io import read
    ```
    """)
    log("""
    ```python
    from legacy.io import read
    ```
    """)
    return
