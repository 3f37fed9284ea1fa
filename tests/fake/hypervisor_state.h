/* Between the hypervisor's files only. */
#ifndef FAKE_HYPERVISOR_STATE_H
#define FAKE_HYPERVISOR_STATE_H

#include "tests/fake/hypervisor.h"

struct hypervisor {
	enum hypervisor_lie lie;
	u64 value;
	u32 after; /* exchanges until it begins */
	bool has_lied;
	u64 ghcb_gpa;
	struct ghcb_page last;
	u32 stalls;      /* exits of the current list without progress */
	u32 large_pages; /* 2 MiB PVALIDATEs so far */
	void (*witness)(struct range pages);
	u64 (*psp)(struct ghcb_page *page);
};

extern struct hypervisor hypervisor;

/* True if `lie` is what the host tells now; each call counts as one exchange while it waits. */
bool hypervisor_tells(enum hypervisor_lie lie);

/* Changes the state of one page or 2 MiB page as a PSC entry or MSR request asks. */
void hypervisor_change_state(struct range pages, u64 operation, bool is_large);

/* One exit by the GHCB's page (hypervisor_page.c), and its page-state change (hypervisor_psc.c). */
void hypervisor_page_exit(u64 gpa);
u64 hypervisor_page_state_change(struct psc_buffer *buffer);

#endif
