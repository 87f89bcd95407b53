def f(dr_ingest):
    """Not import dr_ingest."""
    return dr_ingest.utils
