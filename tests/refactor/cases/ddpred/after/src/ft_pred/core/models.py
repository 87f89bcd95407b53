from __future__ import annotations

import logging

from .. import paths
from ..paths import get_data_dir

logger = logging.getLogger(__name__)


class OldModel(UserWarning):
    """Instead of it there is ft_pred.core.models.Linear."""


class Linear:
    """See :class:`ft_pred.core.models.OldModel`."""

    folder: "ft_pred.paths.Folder"

    def __repr__(self) -> str:
        return f"<{__name__}.Linear>"

    def load(self) -> str:
        logger.info("from %s", paths.HOME)
        return get_data_dir()
