/*
 * The machine in unit tests: the seams hw.h and phys.h over a model with state.
 * RAM exists only where a test declares it; touching anything else fails the test, and so does a
 * device that touches private RAM of an encrypted machine. Ports, registers and the order of
 * events can be looked at afterwards.
 */
#ifndef FAKE_MACHINE_H
#define FAKE_MACHINE_H

#include "firmware/cpu/hw.h"
#include "firmware/mem/phys.h"

enum machine_access {
	MACHINE_PRIVATE, /* the guest only, once the machine is encrypted */
	MACHINE_SHARED,  /* guest and devices */
};

enum machine_event_kind {
	EVENT_IN,
	EVENT_OUT,
	EVENT_RDMSR,
	EVENT_WRMSR,
	EVENT_WRITE_CR3,
	EVENT_FLUSH_PAGE,
	EVENT_DMA, /* number: descriptor's control, value: its address, bytes: its length */
	EVENT_HALT,
	EVENT_ZERO,         /* value: address, bytes: length */
	EVENT_VMGEXIT,      /* value: the GHCB MSR; number: exit code if that is a page */
	EVENT_PSC,          /* number: operation, value: address, bytes: length; one per entry */
	EVENT_PVALIDATE,    /* value: address, bytes: length */
	EVENT_RMPADJUST,    /* value: address, number: RDX */
	EVENT_HOST_WRMSR,   /* number: MSR, value: data; by the host, as an exit asks */
	EVENT_MMIO_WRITE,   /* number: address, value: data */
	EVENT_AP_CREATE,    /* number: APIC ID, value: VMSA; by AP creation at VMPL0 */
	EVENT_TERMINATE,    /* value: the GHCB MSR */
	EVENT_ENTER_KERNEL, /* number: 0, value: entry, bytes: boot_params */
};

struct machine_event {
	enum machine_event_kind kind;
	u32 number; /* port or MSR */
	u32 bytes;  /* width of a port access */
	u64 value;
};

/* Devices behind ports; a port that no handler is set for reads as all ones. */
struct machine_ports {
	bool (*in)(u16 port, u32 bytes, u32 *value);
	bool (*out)(u16 port, u32 bytes, u32 value);
};

/* No RAM, no devices, no events, plain (unencrypted). For setup functions. */
void machine_reset(void);

/* Frees the RAM; the second is that as a teardown function. */
void machine_free(void);
int machine_teardown(void **state);

/* From now on devices see shared RAM only. */
void machine_encrypt(void);

/* RAM at [gpa, gpa + bytes), filled with MACHINE_GARBAGE. Gives back its place in the test. */
u8 *machine_ram(u64 gpa, u64 bytes, enum machine_access access);
#define MACHINE_GARBAGE 0xa5

/*
 * RAM on pages of its own, so that a model of page states can protect them (rmp.h): unreadable at
 * first. Devices may touch what the model's rule says.
 */
u8 *machine_ram_of_model(u64 gpa, u64 bytes, bool (*device_may_touch)(u64 gpa, u64 bytes));

/* The guest-physical address behind a pointer into RAM. */
u64 machine_gpa_of(const void *host);

/* The same RAM as a device sees it: fails the test if the device must not touch it. */
u8 *machine_device_ptr(u64 gpa, u64 bytes);

void machine_set_ports(const struct machine_ports *ports);

/* One port and nothing else: takes every write, reads as the low bytes of `value`. */
void machine_set_one_port(u16 port, u32 value);

/* IN and OUT as this machine's CPU or its host executes them: 1, 2 or 4 bytes. */
u32 machine_port_in(u16 port, u32 bytes);
void machine_port_out(u16 port, u32 bytes, u32 value);

/* What CPUID leaf `function` answers; unset leaves are all zero. */
void machine_set_cpuid(u32 function, struct hw_cpuid result);

/* The value of an MSR; unset ones read 0. */
void machine_set_msr(u32 msr, u64 value);
u64 machine_msr(u32 msr);

/* Called at each hw_pause: what other CPUs do while this one waits. */
void machine_at_pause(void (*hook)(void));

void machine_record(struct machine_event event);
u32 machine_event_count(void);
void machine_forget_events(void);
const struct machine_event *machine_event(u32 index);

/* Index of the first event of `kind` at or after `from`; the count if there is none. */
u32 machine_find_event(enum machine_event_kind kind, u32 from);
u32 machine_count_events(enum machine_event_kind kind);

#endif
