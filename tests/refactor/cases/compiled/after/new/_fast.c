/* The fast half of old. */
#include "old.h"
static PyTypeObject Type = {"new._fast.Type", "of \"old\" itself"};
static const char *where = "new/_slow.py", *how = "-m new";
PyMODINIT_FUNC PyInit__fast(void) { return PyImport_ImportModule("new._slow"); }
