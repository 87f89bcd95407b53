import marimo

app = marimo.App()


@app.cell
def _():
    import dr_ingest.qa as qa

    return (qa,)
