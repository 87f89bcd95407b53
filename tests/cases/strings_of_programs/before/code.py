import pydoc

import hydra.utils
import lazy_loader
from hydra.utils import get_object

hydra.utils.get_class("legacy.io.Writer")
hydra.utils.get_method(path="legacy.io.Writer.open")
get_object("legacy.io.Reader")
pydoc.locate("legacy.io.Writer")
text = lazy_loader.load("legacy.text")
