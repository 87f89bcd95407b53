"""What is in the brackets is more than a name."""

import old

(old or None).g
(lambda old: old.f)(1)
(old := 1)
