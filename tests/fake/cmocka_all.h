/* cmocka and the headers that it wants to be included before it. */
#ifndef FAKE_CMOCKA_ALL_H
#define FAKE_CMOCKA_ALL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
