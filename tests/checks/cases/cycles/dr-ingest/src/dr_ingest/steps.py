from dr_ingest import data
import dr_ingest.pipeline

step = data, dr_ingest
