# codemod: review[behaviour-changed-silently] datadec.ingest.paths.Paths: the base is $DATADEC_DATA_DIR or ~/data instead of ~/drotherm/data: pass data_dir=
from datadec.ingest.paths import Paths
# codemod: review[behaviour-changed-silently] datadec.ingest.paths.Paths: the base is $DATADEC_DATA_DIR or ~/data instead of ~/drotherm/data: pass data_dir=
from datadec.ingest.paths import Paths as Again
from dr_ingest.metrics_all.load_results import load_all_results
from dr_ingest.qa import ModelAnswerOutput
from datadec.ingest.qa.extraction import ensure_extracted, list_tarballs
from dr_ingest.types import TaskArtifactType

print(TaskArtifactType.METRICS, ModelAnswerOutput)
