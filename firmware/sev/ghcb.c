/*
 * Requests and the one decoder. The page is shared: every field is written once before the exit and
 * read once after it (volatile), and only fields that the exit needs are ever written.
 */
#include "firmware/sev/ghcb.h"

#include "firmware/cpu/hw.h"
#include "firmware/mem/phys.h"
#include "firmware/sev/snp_abi.h"
#include "firmware/sev/vmsa_abi.h"
#include "lib/bytes.h"
#include "lib/panic.h"

static struct {
	volatile struct ghcb_page *page; /* NULL: not ready */
	u64 gpa;
} ghcb;

static void wipe(void)
{
	volatile u64 *quad = (volatile u64 *)ghcb.page;

	for (u32 i = 0; i < sizeof(*ghcb.page) / sizeof(*quad); i++)
		quad[i] = 0;
}

void ghcb_start(u64 gpa)
{
	ghcb.gpa = gpa;
	ghcb.page = phys_ptr(gpa, sizeof(*ghcb.page));
	wipe();
	ghcb.page->protocol_version = GHCB_PROTOCOL_VERSION;
	ghcb.page->usage = GHCB_USAGE_STANDARD;
	hw_wrmsr(MSR_GHCB, gpa);
}

bool ghcb_is_ready(void)
{
	return ghcb.page != NULL;
}

void ghcb_stop(void)
{
	wipe();
	ghcb.page = NULL;
}

volatile void *ghcb_shared_buffer(void)
{
	return ghcb.page->shared_buffer;
}

/* Valid bits as two quadwords: index 0 for offsets below 0x200. */
struct valid_bits {
	u64 quad[2];
};

#define BIT_OF(field) (1ull << (GHCB_VALID(field) % 64))
#define VALID_EXIT (BIT_OF(exit_code) | BIT_OF(exit_info_1) | BIT_OF(exit_info_2))
#define VALID_ANSWER (BIT_OF(exit_info_1) | BIT_OF(exit_info_2))

static_assert(GHCB_VALID(rax) < 64 && GHCB_VALID(exit_code) >= 64, "rax is in the low quadword");

/* Answers that are no success; an exception is not raised but ends the boot. */
static enum err refusal(u64 exit_code, u32 result, u64 info_2)
{
	switch (result) {
	case GHCB_RESULT_EXCEPTION:
		return fault(ERR_GHCB_EXCEPTION, exit_code, info_2);
	case GHCB_RESULT_MALFORMED:
		return fault(ERR_GHCB_MALFORMED, exit_code, info_2);
	default:
		return fault(ERR_GHCB_RESULT, exit_code, result);
	}
}

/*
 * The one decoder of answers. `expects_rax`: the exit returns a value there. Only SW_EXITINFO1[31:0] =
 * 0 is success.
 */
static enum err decode(u64 exit_code, bool expects_rax, u64 *info_2)
{
	u64 valid_low = ghcb.page->valid_bitmap[0];
	u64 valid_high = ghcb.page->valid_bitmap[1];
	u64 info_1 = ghcb.page->exit_info_1;

	*info_2 = ghcb.page->exit_info_2;
	if ((valid_high & VALID_ANSWER) != VALID_ANSWER)
		return fault(ERR_GHCB_VALID, exit_code, valid_high);
	if ((u32)info_1 != GHCB_RESULT_OK)
		return refusal(exit_code, (u32)info_1, *info_2);
	if (expects_rax && !(valid_low & BIT_OF(rax)))
		return fault(ERR_GHCB_VALID, exit_code, valid_low);
	return OK;
}

/* One exit. `valid` names what the caller has filled besides the three exit fields. */
static enum err exit_to_host(u64 exit_code, u64 info_1, u64 info_2, struct valid_bits valid,
			     bool expects_rax, u64 *answer_info_2)
{
	ghcb.page->exit_code = exit_code;
	ghcb.page->exit_info_1 = info_1;
	ghcb.page->exit_info_2 = info_2;
	ghcb.page->valid_bitmap[0] = valid.quad[0];
	ghcb.page->valid_bitmap[1] = valid.quad[1] | VALID_EXIT;
	hw_vmgexit();
	return decode(exit_code, expects_rax, answer_info_2);
}

static u64 ioio_info(u16 port, u32 bytes)
{
	return (u64)port << IOIO_PORT_SHIFT | bytes << IOIO_SIZE_SHIFT | IOIO_ADDRESS_64;
}

u32 ghcb_port_in(u16 port, u32 bytes)
{
	u64 mask = ~0ull >> (64 - bytes * 8);
	u64 ignored;
	enum err error = exit_to_host(GHCB_EXIT_IOIO, ioio_info(port, bytes) | IOIO_IN, 0,
				      (struct valid_bits){ { 0, 0 } }, true, &ignored);

	if (error != OK)
		panic(error);
	return (u32)(ghcb.page->rax & mask);
}

void ghcb_port_out(u16 port, u32 bytes, u32 value)
{
	u64 ignored;
	enum err error;

	ghcb.page->rax = value;
	error = exit_to_host(GHCB_EXIT_IOIO, ioio_info(port, bytes), 0,
			     (struct valid_bits){ { BIT_OF(rax), 0 } }, false, &ignored);
	if (error != OK)
		panic(error);
}

enum err ghcb_write_msr(u32 msr, u64 value)
{
	struct valid_bits valid = { { BIT_OF(rax), BIT_OF(rcx) | BIT_OF(rdx) } };
	u64 ignored;

	ghcb.page->rcx = msr;
	ghcb.page->rax = (u32)value;
	ghcb.page->rdx = value >> 32;
	return exit_to_host(GHCB_EXIT_MSR, MSR_EXIT_WRITE, 0, valid, false, &ignored);
}

enum err ghcb_create_ap(u32 apic_id, u64 vmsa_gpa, u64 sev_features)
{
	struct valid_bits valid = { { BIT_OF(rax), 0 } };
	u64 info_1 = (u64)apic_id << AP_APIC_ID_SHIFT | AP_CREATE;
	u64 ignored;

	ghcb.page->rax = sev_features;
	return exit_to_host(GHCB_EXIT_AP_CREATION, info_1, vmsa_gpa, valid, false, &ignored);
}

static enum err exit_with_buffer(u64 exit_code, u64 info_1, u64 info_2, u64 *answer)
{
	ghcb.page->scratch = ghcb.gpa + offsetof(struct ghcb_page, shared_buffer);
	return exit_to_host(exit_code, info_1, info_2, (struct valid_bits){ { 0, BIT_OF(scratch) } },
			    false, answer);
}

enum err ghcb_mmio_write32(u64 gpa, u32 value)
{
	u64 ignored;

	*(volatile u32 *)ghcb_shared_buffer() = value;
	return exit_with_buffer(GHCB_EXIT_MMIO_WRITE, gpa, sizeof(value), &ignored);
}

enum err ghcb_page_state_change(u64 *info_2)
{
	return exit_with_buffer(GHCB_EXIT_PSC, 0, 0, info_2);
}

enum err ghcb_guest_request(u64 request_gpa, u64 response_gpa, u64 *info_2)
{
	return exit_to_host(GHCB_EXIT_GUEST_REQUEST, request_gpa, response_gpa,
			    (struct valid_bits){ { 0, 0 } }, false, info_2);
}

enum err ghcb_extended_guest_request(u64 request_gpa, u64 response_gpa, u64 data_gpa, u64 *data_pages,
				     u64 *info_2)
{
	struct valid_bits valid = { { BIT_OF(rax), BIT_OF(rbx) } };
	enum err error;

	ghcb.page->rax = data_gpa;
	ghcb.page->rbx = *data_pages;
	error = exit_to_host(GHCB_EXIT_EXTENDED_GUEST_REQUEST, request_gpa, response_gpa, valid, false,
			     info_2);
	*data_pages = (ghcb.page->valid_bitmap[1] & BIT_OF(rbx)) != 0 ? ghcb.page->rbx : 0;
	return error;
}
