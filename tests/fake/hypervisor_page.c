/* The SEV-SNP host in unit tests: exits by the GHCB's page. KVM's habits: sev-es exits in svm/sev.c. */
#include "firmware/sev/snp_abi.h"
#include "firmware/sev/vmsa_abi.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/hypervisor_state.h"
#include "tests/fake/machine.h"
#include "tests/fake/rmp.h"

#define BIT_OF(field) (1ull << (GHCB_VALID(field) % 64))

static void require(bool condition, const char *rule)
{
	if (!condition)
		fail_msg("the guest's GHCB breaks a rule: %s", rule);
}

static bool has(const struct ghcb_page *page, u32 index)
{
	return page->valid_bitmap[index / 64] >> index % 64 & 1;
}

static void check_request(const struct ghcb_page *page)
{
	require(page->protocol_version == GHCB_PROTOCOL_VERSION, "version 2");
	require(page->usage == GHCB_USAGE_STANDARD, "usage 0");
	require(has(page, GHCB_VALID(exit_code)), "the exit code is valid");
	require(has(page, GHCB_VALID(exit_info_1)), "SW_EXITINFO1 is valid");
	require(has(page, GHCB_VALID(exit_info_2)), "SW_EXITINFO2 is valid");
}

static u64 ones(u32 bytes)
{
	return ~0ull >> (64 - bytes * 8);
}

static void port_access(struct ghcb_page *page)
{
	u64 info = page->exit_info_1;
	u16 port = (u16)(info >> IOIO_PORT_SHIFT);
	u32 bytes = (u32)(info >> IOIO_SIZE_SHIFT & 7);
	u32 value;

	require(bytes == 1 || bytes == 2 || bytes == 4, "one operand size");
	require(info >> 32 == 0 && (info & 0xe) == 0, "no string, no reserved bits");
	if (info & IOIO_IN) {
		value = machine_port_in(port, bytes);
		page->rax = hypervisor_tells(HV_IN_WIDE) ? value | ~ones(bytes) : value;
		return;
	}
	require(has(page, GHCB_VALID(rax)), "OUT has a valid RAX");
	require((page->rax & ~ones(bytes)) == 0, "OUT's value is zero-extended");
	machine_port_out(port, bytes, (u32)page->rax);
}

static void require_scratch(const struct ghcb_page *page)
{
	require(has(page, GHCB_VALID(scratch)), "the scratch address is valid");
	require(page->scratch == hypervisor.ghcb_gpa + offsetof(struct ghcb_page, shared_buffer),
		"scratch is the shared buffer");
}

static void mmio_write(const struct ghcb_page *page)
{
	require_scratch(page);
	require(page->exit_info_2 == sizeof(u32), "an MMIO write of 4 bytes");
	machine_record((struct machine_event){ EVENT_MMIO_WRITE, (u32)page->exit_info_1,
					       sizeof(u32), *(const u32 *)page->shared_buffer });
}

static void write_msr(const struct ghcb_page *page)
{
	require(page->exit_info_1 == MSR_EXIT_WRITE, "an MSR exit that writes");
	require(has(page, GHCB_VALID(rax)) && has(page, GHCB_VALID(rcx)) &&
		has(page, GHCB_VALID(rdx)), "WRMSR has valid RAX, RCX, RDX");
	require((page->rax | page->rcx | page->rdx) >> 32 == 0, "halves are zero-extended");
	machine_record((struct machine_event){ EVENT_HOST_WRMSR, (u32)page->rcx, 8,
					       page->rdx << 32 | page->rax });
}

/* As KVM refuses it: SW_EXITINFO1 2, reason 5. Here the guest is at fault. */
static void create_ap(const struct ghcb_page *page)
{
	u64 vmsa = page->exit_info_2;

	require(has(page, GHCB_VALID(rax)), "AP creation has valid SEV_FEATURES in RAX");
	require(page->rax == machine_msr(MSR_SEV_STATUS) >> SEV_FEATURES_SHIFT,
		"SEV_FEATURES of the AP are the guest's");
	require((u32)page->exit_info_1 == AP_CREATE, "creation at once, VMPL0");
	require(vmsa % PAGE_SIZE == 0 && vmsa % PAGE_SIZE_2M != 0, "a VMSA on a 4 KiB page");
	require(rmp_is((struct range){ vmsa, vmsa + PAGE_SIZE }, RMP_VALIDATED), "a private VMSA");
	machine_record((struct machine_event){ EVENT_AP_CREATE,
					       (u32)(page->exit_info_1 >> AP_APIC_ID_SHIFT), 0, vmsa });
}

static u64 guest_request(struct ghcb_page *page)
{
	bool is_extended = page->exit_code == GHCB_EXIT_EXTENDED_GUEST_REQUEST;

	require(hypervisor.psp != NULL, "a known exit code");
	require(page->exit_info_1 % PAGE_SIZE == 0 && page->exit_info_2 % PAGE_SIZE == 0,
		"request and response are pages");
	require(!is_extended || (has(page, GHCB_VALID(rax)) && has(page, GHCB_VALID(rbx))),
		"an extended request has valid RAX, RBX");
	return hypervisor.psp(page);
}

/* SW_EXITINFO2 of the answer. */
static u64 serve(struct ghcb_page *page)
{
	switch (page->exit_code) {
	case GHCB_EXIT_IOIO:
		port_access(page);
		return 0;
	case GHCB_EXIT_MSR:
		write_msr(page);
		return 0;
	case GHCB_EXIT_MMIO_WRITE:
		mmio_write(page);
		return 0;
	case GHCB_EXIT_AP_CREATION:
		create_ap(page);
		return 0;
	case GHCB_EXIT_PSC:
		require_scratch(page);
		return hypervisor_page_state_change((struct psc_buffer *)page->shared_buffer);
	case GHCB_EXIT_GUEST_REQUEST:
	case GHCB_EXIT_EXTENDED_GUEST_REQUEST:
		return guest_request(page);
	}
	require(false, "a known exit code");
	return 0;
}

static void answer(struct ghcb_page *page, u64 info_1, u64 info_2)
{
	page->exit_info_1 = info_1;
	page->exit_info_2 = info_2;
}

/* KVM marks RAX, RBX, RCX and RDX in every answer; what they hold is defined only for some exits. */
static void finish(struct ghcb_page *page, u64 info_2)
{
	page->valid_bitmap[0] = BIT_OF(rax);
	page->valid_bitmap[1] = BIT_OF(exit_info_1) | BIT_OF(exit_info_2);
	if (hypervisor.psp != NULL)
		page->valid_bitmap[1] |= BIT_OF(rbx);
	answer(page, GHCB_RESULT_OK, info_2);
	if (hypervisor_tells(HV_PAGE_RESULT))
		page->exit_info_1 = hypervisor.value;
	if (hypervisor_tells(HV_PAGE_INFO_2))
		page->exit_info_2 = hypervisor.value;
	if (hypervisor_tells(HV_PAGE_EXCEPTION))
		answer(page, GHCB_RESULT_EXCEPTION, hypervisor.value);
	if (hypervisor_tells(HV_PAGE_MALFORMED))
		answer(page, GHCB_RESULT_MALFORMED, hypervisor.value);
	if (hypervisor_tells(HV_PAGE_INVALID))
		page->valid_bitmap[1] &= ~hypervisor.value;
	if (hypervisor_tells(HV_PAGE_NO_RAX))
		page->valid_bitmap[0] = 0;
}

void hypervisor_page_exit(u64 gpa)
{
	struct ghcb_page *page = phys_ptr(gpa, sizeof(*page));

	if (gpa != hypervisor.ghcb_gpa || !rmp_is((struct range){ gpa, gpa + PAGE_SIZE }, RMP_SHARED))
		fail_msg("VMGEXIT with a GHCB that is not registered and shared");
	machine_record((struct machine_event){ EVENT_VMGEXIT, (u32)page->exit_code, 0, gpa });
	hypervisor.last = *page;
	check_request(page);
	if (hypervisor_tells(HV_PAGE_SILENT))
		return;
	finish(page, serve(page));
}
