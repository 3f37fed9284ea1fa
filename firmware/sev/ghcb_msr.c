/*
 * One exchange, five requests. The MSR is given back as it was found, so that the GHCB page protocol
 * goes on afterwards.
 */
#include "firmware/sev/ghcb_msr.h"

#include "firmware/cpu/hw.h"
#include "firmware/sev/snp_abi.h"
#include "lib/panic.h"

static u64 exchange(u64 request)
{
	u64 before = hw_rdmsr(MSR_GHCB);
	u64 response;

	hw_wrmsr(MSR_GHCB, request);
	hw_vmgexit();
	response = hw_rdmsr(MSR_GHCB);
	hw_wrmsr(MSR_GHCB, before);
	return response;
}

static enum err exchange_for(u64 request, u64 response_code, u64 *response)
{
	*response = exchange(request);
	if ((*response & GHCB_MSR_INFO_MASK) != response_code)
		return fault(ERR_GHCB_RESPONSE, *response, request);
	return OK;
}

enum err ghcb_msr_negotiate(u64 c_bit)
{
	u64 response;
	u64 min, max, position;
	enum err error = exchange_for(GHCB_MSR_SEV_INFO_REQUEST, GHCB_MSR_SEV_INFO_RESPONSE,
				      &response);

	if (error != OK)
		return error;
	max = response >> 48;
	min = response >> 32 & 0xffff;
	position = response >> 24 & 0xff;
	if (min > GHCB_PROTOCOL_VERSION || max < GHCB_PROTOCOL_VERSION)
		return fault(ERR_GHCB_PROTOCOL, min, max);
	if (position > 63 || 1ull << position != c_bit)
		return fault(ERR_C_BIT, position, c_bit);
	return OK;
}

enum err ghcb_msr_features(u64 *features)
{
	u64 response;
	enum err error = exchange_for(GHCB_MSR_FEATURES_REQUEST, GHCB_MSR_FEATURES_RESPONSE,
				      &response);

	*features = response >> GHCB_MSR_DATA_SHIFT;
	return error;
}

enum err ghcb_msr_register(u64 gpa)
{
	u64 response = exchange(gpa | GHCB_MSR_REGISTER_REQUEST);

	if (response != (gpa | GHCB_MSR_REGISTER_RESPONSE))
		return fault(ERR_GHCB_REGISTER, gpa, response);
	return OK;
}

enum err ghcb_msr_change_page(u64 gpa, enum psc_operation operation)
{
	u64 request = (u64)operation << GHCB_MSR_PSC_OPERATION_SHIFT | gpa | GHCB_MSR_PSC_REQUEST;
	u64 response;
	enum err error = exchange_for(request, GHCB_MSR_PSC_RESPONSE, &response);

	if (error == OK && response != GHCB_MSR_PSC_RESPONSE)
		return fault(ERR_PSC, gpa, response);
	return error;
}

void ghcb_msr_terminate(u8 set, u8 code)
{
	hw_wrmsr(MSR_GHCB, GHCB_MSR_TERMINATE | (u64)set << 12 | (u64)code << 16);
	hw_vmgexit();
}
