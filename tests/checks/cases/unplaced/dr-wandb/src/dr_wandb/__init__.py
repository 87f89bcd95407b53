import dr_free
import dr_ds.store
from dr_ds import export

print(dr_free, dr_ds, export)
