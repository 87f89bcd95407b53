from old import gone  # codemod: ignore[removed-name]
from old.here import (
    Lost,  # codemod: ignore
)

gone()
Lost()
