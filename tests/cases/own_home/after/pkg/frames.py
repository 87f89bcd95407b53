from frames import one
