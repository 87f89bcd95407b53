class DataDecide:
    path = "allenai/DataDecide-eval-results"
