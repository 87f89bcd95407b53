import old
