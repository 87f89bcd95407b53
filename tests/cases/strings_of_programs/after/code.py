import pydoc

import hydra.utils
import lazy_loader
from hydra.utils import get_object

hydra.utils.get_class("modern.net.Writer")
hydra.utils.get_method(path="modern.net.Writer.open")
get_object("legacy.io.Reader")
pydoc.locate("modern.net.Writer")
text = lazy_loader.load("modern.text")
