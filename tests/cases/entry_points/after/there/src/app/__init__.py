from new_kit import frames
