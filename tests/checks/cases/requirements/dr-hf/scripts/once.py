# /// script
# dependencies = ["polars", "rich"]
# ///
import polars
import yaml

print(polars, yaml)
