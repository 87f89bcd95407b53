import old_ingest
from old_ingest import utils
from old_ingest.utils import WIDTH, lines


def loaded(text):
    return [utils.words(line) for line in lines(text)], old_ingest.words(text), WIDTH
