import marimo

app = marimo.App()


@app.cell
def _():
    from dr_ingest.hf.location import HFLocation
    return (HFLocation,)


@app.cell
def _(HFLocation):
    loc = HFLocation.from_uri("a")
    loc  # 17
    return


if __name__ == "__main__":
    app.run()
