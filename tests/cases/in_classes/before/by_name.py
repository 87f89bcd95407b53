from unittest import mock

import old.main

with mock.patch("old.main.EXIT_OK", 1), mock.patch.object(old.main, "EXIT_BAD", 2):
    pass
