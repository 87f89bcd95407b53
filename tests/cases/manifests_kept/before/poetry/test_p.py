from dr_ingest.utils.pandas import masked_setter
