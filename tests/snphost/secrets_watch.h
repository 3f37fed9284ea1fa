/*
 * secrets_watch.h - what a kernel finds in the secrets page: the number of the last message on VMPCK0, and
 * whether that key is still the launch's.
 */
#ifndef SNPHOST_SECRETS_WATCH_H
#define SNPHOST_SECRETS_WATCH_H

#include "types.h"

/* At launch, once the page is filled. */
void secrets_watch_start(u64 gpa);
/* Prints "summary POINT.secrets.number0=N", and secrets.kept=1 or secrets.erased=1 or secrets.changed=1. */
void secrets_watch_report(const char *point);

#endif
