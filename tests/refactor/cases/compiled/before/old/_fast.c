/* The fast half of old. */
#include "old.h"
static PyTypeObject Type = {"old._fast.Type", "of \"old\" itself"};
static const char *where = "old/_slow.py", *how = "-m old";
PyMODINIT_FUNC PyInit__fast(void) { return PyImport_ImportModule("old._slow"); }
