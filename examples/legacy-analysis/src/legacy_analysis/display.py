from dr_ingest.utils.display import (
    add_marimo_display as add_marimo_display,
    render_model,
)

__all__ = ["add_marimo_display", "render_model"]
