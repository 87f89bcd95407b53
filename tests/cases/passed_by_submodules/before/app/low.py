import old.other
