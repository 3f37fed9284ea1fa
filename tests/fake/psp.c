/* The PSP in unit tests; see the header. */
#include "tests/fake/psp.h"

#include "firmware/sev/ghcb_abi.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/hypervisor.h"
#include "tests/fake/machine.h"
#include "tests/fake/psp_message.h"

#include <string.h>

enum { CERTIFICATE_PAGES_MAX = 16 };

static struct {
	u8 key[32];
	enum psp_lie lie;
	u64 value;
	u64 message_count;
	u32 answered, exits;
	u64 offered_pages;
	u32 certificate_bytes;
	struct guest_message last_answer;
} psp;
static u8 certificates[CERTIFICATE_PAGES_MAX * PAGE_SIZE];

/* --- answers ------------------------------------------------------------------------------------ */

void psp_report(const u8 report_data[REPORT_DATA_BYTES], u32 vmpl, struct attestation_report *report)
{
	memset(report, 0x3c, sizeof(*report));
	report->version = 5;
	report->vmpl = vmpl;
	memcpy(report->report_data, report_data, sizeof(report->report_data));
}

void psp_key(const struct key_request *request, u8 key[DERIVED_KEY_BYTES])
{
	memcpy(key, request, sizeof(*request));
	for (u32 i = 0; i < DERIVED_KEY_BYTES; i++)
		key[i] ^= 0xd7;
}

static bool tells(enum psp_lie lie)
{
	return psp.lie == lie;
}

static u16 answer_report(const struct guest_message *request, u8 *payload)
{
	struct report_request asked;
	struct report_response answer = { .report_bytes = sizeof(answer.report) };

	assert_int_equal(request->header.payload_bytes, sizeof(asked));
	memcpy(&asked, request->payload, sizeof(asked));
	assert_int_equal(asked.key_select, 0);
	psp_report(asked.report_data, asked.vmpl, &answer.report);
	answer.status = tells(PSP_STATUS) ? (u32)psp.value : 0;
	if (tells(PSP_REPORT_BYTES))
		answer.report_bytes = (u32)psp.value;
	memcpy(payload, &answer, sizeof(answer));
	return sizeof(answer);
}

static u16 answer_key(const struct guest_message *request, u8 *payload)
{
	struct key_request asked;
	struct key_response answer = { .status = tells(PSP_STATUS) ? (u32)psp.value : 0 };

	assert_int_equal(request->header.payload_bytes, sizeof(asked));
	memcpy(&asked, request->payload, sizeof(asked));
	psp_key(&asked, answer.key);
	memcpy(payload, &answer, sizeof(answer));
	return sizeof(answer);
}

static void check_envelope(const struct guest_message_header *header)
{
	static const u8 zeros[35];

	assert_int_equal(header->algo, 1);
	assert_int_equal(header->header_version, 1);
	assert_int_equal(header->header_bytes, 0x60);
	assert_int_equal(header->version, 1);
	assert_int_equal(header->vmpck, 0);
	assert_int_equal(header->reserved_0x28, 0);
	assert_int_equal(header->reserved_0x38, 0);
	assert_memory_equal(header->reserved_0x3d, zeros, sizeof(zeros));
	assert_int_equal(header->sequence, psp.message_count + 1);
	assert_in_range(header->payload_bytes, 1, GUEST_MESSAGE_PAYLOAD_MAX);
}

/* Behind the sealed payload there is nothing: an earlier answer would be plain text. */
static void check_tail(const struct guest_message *message)
{
	for (u32 i = message->header.payload_bytes; i < GUEST_MESSAGE_PAYLOAD_MAX; i++)
		assert_int_equal(message->payload[i], 0);
}

/* The request as the host sees it. */
static struct guest_message look_at(u64 gpa)
{
	const struct guest_message *seen = (const void *)machine_device_ptr(gpa, PAGE_SIZE);

	check_envelope(&seen->header);
	check_tail(seen);
	psp_book_note(seen);
	return *seen;
}

static void make_answer(const struct guest_message *sealed, struct guest_message *answer)
{
	struct guest_message request = *sealed;

	assert_true(psp_message_open(psp.key, &request));
	*answer = (struct guest_message){ .header = request.header };
	answer->header.sequence++;
	answer->header.type++;
	answer->header.payload_bytes = request.header.type == MSG_REPORT_REQUEST ?
		answer_report(&request, answer->payload) : answer_key(&request, answer->payload);
	if (tells(PSP_PAYLOAD))
		answer->header.payload_bytes = (u16)psp.value;
	psp_message_seal(psp.key, answer);
	psp_book_note(answer);
}

static void answer(const struct guest_message *request, u64 gpa)
{
	struct guest_message *page = (void *)machine_device_ptr(gpa, PAGE_SIZE);
	struct guest_message message;

	make_answer(request, &message);
	psp.message_count += 2;
	psp.answered++;
	if (tells(PSP_SILENT))
		return;
	*page = tells(PSP_REPLAYED) ? psp.last_answer : message;
	psp.last_answer = message;
	if (tells(PSP_BYTE))
		((u8 *)page)[psp.value >> 8] = (u8)psp.value;
}

/* --- exits -------------------------------------------------------------------------------------- */

/* False: the host wants more pages, *info_2 says so. */
static bool give_certificates(struct ghcb_page *page, u64 *info_2)
{
	u64 wanted = (psp.certificate_bytes + PAGE_SIZE - 1) / PAGE_SIZE;

	psp.offered_pages = page->rbx;
	assert_int_equal(page->rax % PAGE_SIZE, 0);
	if (tells(PSP_WANTS_PAGES))
		wanted = psp.value;
	if (tells(PSP_WANTS_PAGES) || wanted > page->rbx) {
		page->rbx = wanted;
		*info_2 = (u64)VMM_ERROR_INVALID_LENGTH << 32;
		return false;
	}
	if (wanted > 0)
		memcpy(machine_device_ptr(page->rax, wanted * PAGE_SIZE), certificates, wanted * PAGE_SIZE);
	return true;
}

static u64 serve(struct ghcb_page *page)
{
	bool is_extended = page->exit_code == GHCB_EXIT_EXTENDED_GUEST_REQUEST;
	struct guest_message request = look_at(page->exit_info_1);
	u64 info_2 = 0;

	machine_forget_events();
	psp.exits++;
	assert_int_not_equal(page->exit_info_1, page->exit_info_2);
	(void)machine_device_ptr(page->exit_info_2, PAGE_SIZE);
	if (tells(PSP_INFO_2))
		return psp.value;
	if (tells(PSP_BUSY) && psp.exits <= psp.value)
		return (u64)VMM_ERROR_BUSY << 32;
	if (tells(PSP_PLAIN_LENGTH) && !is_extended)
		return (u64)VMM_ERROR_INVALID_LENGTH << 32;
	if (is_extended && !give_certificates(page, &info_2))
		return info_2;
	answer(&request, page->exit_info_2);
	return 0;
}

/* --- settings ----------------------------------------------------------------------------------- */

void psp_reset(const u8 vmpck0[32], u32 certificate_bytes)
{
	memset(&psp, 0, sizeof(psp));
	memset(certificates, 0, sizeof(certificates));
	memcpy(psp.key, vmpck0, sizeof(psp.key));
	psp.certificate_bytes = certificate_bytes;
	psp_book_reset();
	hypervisor_set_psp(serve);
}

void psp_count_from(u64 number)
{
	psp.message_count = number;
}

void psp_lie(enum psp_lie lie, u64 value)
{
	psp.lie = lie;
	psp.value = value;
}

u8 *psp_certificates(void)
{
	return certificates;
}

u32 psp_answered(void)
{
	return psp.answered;
}

u32 psp_exits(void)
{
	return psp.exits;
}

u64 psp_offered_pages(void)
{
	return psp.offered_pages;
}
