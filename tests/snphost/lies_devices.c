/* lies_devices.c - lies of registers and devices: SEV_STATUS, RMPADJUST, secrets page, PCI, the serial port. */
#include "lies.h"
#include "str.h"

enum { PCI_ADDRESS = 0xcf8, PCI_DATA = 0xcfc, COM1_LINE_STATUS = 0x3fd, LSR_EMPTY = 0x60 };

#define HOST_BRIDGE_ID 0x80000000u /* enable, 0:0.0, register 0 */

static u32 pci_address;

u64 lies_sev_status(u64 honest)
{
	return lie_now(LIE_SEV_STATUS) ? lies[LIE_SEV_STATUS].argument : honest;
}

bool lies_no_sev_status(void)
{
	return lie_now(LIE_SEV_STATUS_GP);
}

u32 lies_rmpadjust(u32 honest)
{
	return lie_now(LIE_RMPADJUST_CODE) ? (u32)lies[LIE_RMPADJUST_CODE].argument : honest;
}

void lies_port_out(u16 port, u32 bytes, u32 value)
{
	if (port == PCI_ADDRESS && bytes == sizeof(u32))
		pci_address = value;
}

u32 lies_port_in(u16 port, u32 bytes, u32 value)
{
	if (port == PCI_DATA && bytes == sizeof(u32) && pci_address == HOST_BRIDGE_ID &&
	    lie_now(LIE_HOST_BRIDGE))
		return (u32)lies[LIE_HOST_BRIDGE].argument;
	if (port == COM1_LINE_STATUS && lie_now(LIE_UART_BUSY))
		return value & ~(u32)LSR_EMPTY;
	return value;
}

void lies_secrets_page(u8 *page)
{
	u32 version = (u32)lies[LIE_SECRETS_VERSION].argument;

	if (lie_now(LIE_SECRETS_VERSION))
		memcpy(page, &version, sizeof(version));
}
