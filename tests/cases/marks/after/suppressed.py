from dr_x import setter  # codemod: ignore[behaviour-changed-silently]
