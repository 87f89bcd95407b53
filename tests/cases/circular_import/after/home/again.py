"""The first of its two meanings would be taken."""

from elsewhere import again
from old import again
