import dr_duck
import polars

print(dr_duck, polars)
