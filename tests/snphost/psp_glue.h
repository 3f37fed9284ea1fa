/* psp_glue.h - ties the security processor (tests/snphost/psp) to this host's launch. */
#ifndef SNPHOST_PSP_GLUE_H
#define SNPHOST_PSP_GLUE_H

#include "tests/snphost/psp/psp.h"

void launch_measure_start(void);
void launch_measure_page(u8 page_type, u64 gpa, const void *contents_or_null);
/* SNP_LAUNCH_FINISH: the digest is final; the PSP answers guest requests from now on. */
void launch_measure_finish(void);
void launch_fill_secrets(u8 *page);

extern struct psp psp;

#endif
