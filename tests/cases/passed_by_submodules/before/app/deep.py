import old.mod.deep
