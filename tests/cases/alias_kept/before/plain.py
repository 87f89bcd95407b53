from old import sub2
import old

sub2.k()
old.g()
