import dr_ingest  # noqa: F401
import dr_showntell as dr_showntell
