/*
 * psp_handlers.h - inside of the PSP: one handler per guest message type, and the test identity's
 * data. A handler gets a payload of checked size and returns the size of its answer.
 */
#ifndef PSP_HANDLERS_H
#define PSP_HANDLERS_H

#include "tests/snphost/psp/psp.h"

struct psp_question {
	u32 vmpl;			/* of the sender: the number of the VMPCK it used */
	u8 version;			/* message version */
	const u8 *payload;
};

size_t psp_answer_report(const struct psp *p, const struct psp_question *q, u8 *answer);
size_t psp_answer_key(const struct psp *p, const struct psp_question *q, u8 *answer);
size_t psp_answer_tsc_info(const struct psp *p, const struct psp_question *q, u8 *answer);

bool psp_all_zero(const u8 *bytes, size_t len);

/* psp_test_data.asm: committed files of vectors/. */
extern const u8 psp_test_vcek_private_key[48];
extern const u8 psp_test_certificate_table[];
extern const u8 psp_test_certificate_table_end[];

#endif
