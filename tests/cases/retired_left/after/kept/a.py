import dr_ingest
