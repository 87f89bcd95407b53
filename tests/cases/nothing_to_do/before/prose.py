"""How hf_utils and dr_ingest were retired: `from hf_utils import x`."""

# import dr_ingest.hf
registry = create("dr_ingest", "wandb")
path = "src/hf_utils/branches.py"
hdr_ingest = hf_utils2 = None
self.hf_utils.branches.parse(dr_ingest=1)
