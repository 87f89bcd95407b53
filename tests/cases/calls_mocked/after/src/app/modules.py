from dr_ingest.hf import io
import dr_hf


def tables(where, paths):
    return dr_hf.get_tables_from_cache(where, cache_dir=paths.data_cache_dir)
