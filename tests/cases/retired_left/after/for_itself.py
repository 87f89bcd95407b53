import dr_ingest  # noqa: F401
import dr_render as dr_showntell
