from dr_ingest.configs import Paths
from dr_ingest.configs.paths import Paths as Again
from dr_ingest.metrics_all.load_results import load_all_results
from dr_ingest.qa import ModelAnswerOutput, ensure_extracted, list_tarballs
from dr_ingest.types import TaskArtifactType

print(TaskArtifactType.METRICS, ModelAnswerOutput)
