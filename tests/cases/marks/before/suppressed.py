from old_tools import setter  # codemod: ignore[behaviour-changed-silently]
