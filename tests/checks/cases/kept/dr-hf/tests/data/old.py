import nowhere
import dr_ingest

print(nowhere, dr_ingest)
