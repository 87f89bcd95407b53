def late(): return []
