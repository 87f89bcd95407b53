import old.mod.deep as deep
