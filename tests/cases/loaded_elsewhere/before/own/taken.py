from old.own import f
