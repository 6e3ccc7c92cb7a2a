/* Calls a C function once for each row of arguments.

   A page has thousands of characters, and pdfium answers a few questions about each in some nanoseconds; asked through
   ctypes, every question costs a hundred times as much. ingest/pdfium_calls.py does without this module where it could
   not be built, with the same results.

   Handles, addresses and whole numbers all travel as 64-bit integers: the 64-bit calling conventions of Linux, macOS
   and Windows pass them in the same registers, and a function does not look at arguments that it does not take. */

#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

#if UINTPTR_MAX != UINT64_MAX
#error "handles must have 64 bits"
#endif

#define MOST 5

typedef int64_t (*function)(int64_t, int64_t, int64_t, int64_t, int64_t);

enum result { SIGNED = 'i', UNSIGNED = 'I', HANDLE = 'P' };

static PyObject *each(PyObject *self, PyObject *args)
{
    Py_ssize_t given = PyTuple_Size(args) - 3;
    if (given < 1 || given > MOST) {
        PyErr_Format(PyExc_TypeError, "each() takes a function, a result type, results and 1 to %d columns", MOST);
        return NULL;
    }
    void *address = PyLong_AsVoidPtr(PyTuple_GetItem(args, 0));
    long result = PyLong_AsLong(PyTuple_GetItem(args, 1));
    if (PyErr_Occurred())
        return NULL;

    Py_buffer views[1 + MOST];
    int64_t fixed[MOST] = {0};
    int64_t *columns[MOST] = {NULL};
    int open = 0;
    PyObject *done = NULL;
    if (PyObject_GetBuffer(PyTuple_GetItem(args, 2), &views[open], PyBUF_CONTIG) < 0)
        goto out;
    int64_t *results = views[open].buf;
    Py_ssize_t size = views[open++].len, count = size / (Py_ssize_t)sizeof(int64_t);
    for (Py_ssize_t i = 0; i < given; i++) {
        PyObject *column = PyTuple_GetItem(args, 3 + i);
        if (PyLong_Check(column)) {
            fixed[i] = PyLong_AsLongLong(column);
            if (PyErr_Occurred())
                goto out;
            continue;
        }
        if (PyObject_GetBuffer(column, &views[open], PyBUF_CONTIG_RO) < 0)
            goto out;
        columns[i] = views[open].buf;
        if (views[open++].len != size) {
            PyErr_SetString(PyExc_ValueError, "each() takes columns as long as the results");
            goto out;
        }
    }
    function call = (function)address;
    for (Py_ssize_t row = 0; row < count; row++) {
        for (Py_ssize_t i = 0; i < given; i++)
            if (columns[i])
                fixed[i] = columns[i][row];
        int64_t found = call(fixed[0], fixed[1], fixed[2], fixed[3], fixed[4]);
        results[row] = result == HANDLE ? found : result == UNSIGNED ? (int64_t)(uint32_t)found : (int64_t)(int32_t)found;
    }
    done = Py_None;
    Py_INCREF(done);
out:
    while (open > 0)
        PyBuffer_Release(&views[--open]);
    return done;
}

static PyMethodDef methods[] = {
    {"each", each, METH_VARARGS, "each(function, result type, results, *columns): fill the int64 results."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_each", NULL, 0, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__each(void)
{
    return PyModule_Create(&module);
}
