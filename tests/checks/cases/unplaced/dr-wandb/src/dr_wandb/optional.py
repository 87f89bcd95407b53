try:
    from marimo_utils.display import show
except Exception:
    show = None
