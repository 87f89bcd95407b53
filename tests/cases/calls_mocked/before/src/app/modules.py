from dr_ingest.hf import io


def tables(where, paths):
    return io.get_tables_from_cache(where, paths=paths)
