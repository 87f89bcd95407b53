import sys

import dr_ingest.utils as du
from dr_ingest.metrics_all.constants import LoadMetricsAllConfig


def main(roots):
    config = LoadMetricsAllConfig(root_paths=roots)
    for path in du.iter_file_glob_from_roots(roots, config.results_filename):
        print(path)
    print(len(list(du.iter_file_glob_from_roots(roots, "*.jsonl"))), "record files")


if __name__ == "__main__":
    main(sys.argv[1:])
