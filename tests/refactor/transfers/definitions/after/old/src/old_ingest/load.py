import new_scaling.utils
from new_scaling import utils
from old_ingest.utils import lines
from new_scaling.utils import WIDTH


def loaded(text):
    return [utils.words(line) for line in lines(text)], new_scaling.utils.words(text), WIDTH
