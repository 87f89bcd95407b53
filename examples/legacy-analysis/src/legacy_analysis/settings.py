"""Which sources this project reads, and where it keeps them."""

from dataclasses import dataclass, field
from pathlib import Path

from dr_ingest.configs import ParsedSourceConfig, Paths
from dr_ingest.configs.auth import AuthSettings

paths = Paths()

# Folders that happen to be called like the packages.
DR_INGEST_CHECKOUT = paths.repos_dir / "dr_ingest"
SAMPLE_RUNS = Path("dr_ingest/tests/fixtures/runs_sample.jsonl")
OLD_BRANCH_CACHE = Path("~/data/hf_utils/branches").expanduser()
OLD_PLOTS = "~/plots/dr_showntell/seeds.parquet"

# Weights & Biases: the project is called like the package that is to come.
ENTITY, PROJECT = "example-lab", "ft-scaling"


@dataclass
class Sources:
    parsed: ParsedSourceConfig = field(default_factory=ParsedSourceConfig)
    data_dir: Path = paths.data_dir
    cache_dir: Path = paths.data_cache_dir

    def hub_token(self) -> str | None:
        return AuthSettings().resolve("hf")
