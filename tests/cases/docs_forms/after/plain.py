from modern.store import read
