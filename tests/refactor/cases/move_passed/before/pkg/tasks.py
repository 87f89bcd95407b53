def task(): pass
