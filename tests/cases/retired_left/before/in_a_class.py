class Tools:
    import dr_ingest
    from dr_ingest import utils
