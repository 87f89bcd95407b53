import old.own
from new import own as f
