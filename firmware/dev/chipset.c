/*
 * Chipset registers by PCI configuration mechanism 1. Intel ICH9 (316972) 13.1, MCH (316966) 5.1,
 * PIIX4 (290562) 7.1; the values are those that QEMU's tables are built from.
 */
#include "firmware/dev/chipset.h"

#include "firmware/dev/pio.h"

#define PCI_ADDRESS 0xcf8
#define PCI_DATA 0xcfc
#define PCI_ENABLE 0x80000000u

#define ID_NONE 0xffffffffu
#define ID_I440FX 0x12378086u
#define ID_MCH 0x29c08086u

#define MCH_ECAM_LOW 0x60
#define MCH_ECAM_HIGH 0x64
#define ECAM_BASE 0xb0000000u /* above low RAM at every memory size of q35 */
#define ECAM_BYTES (256 * MIB)
#define ECAM_ENABLE 1u

#define LPC_PM_BASE 0x40
#define LPC_ACPI_CONTROL 0x44
#define LPC_ACPI_ENABLE 0x80 /* decode on, SCI = IRQ 9 */
#define LPC_PIRQ_A 0x60
#define LPC_PIRQ_E 0x68
#define PIIX_PIRQ_A 0x60
#define PIRQ_ROUTES 0x0b0b0a0au /* four links, a byte each: IRQ 10, 10, 11, 11 */
#define PIIX_PM_BASE 0x40
#define PIIX_PM_ENABLE 0x80
#define PM_BASE_IO (CHIPSET_PM_BASE | 1u) /* I/O space */
#define PM_CONTROL (CHIPSET_PM_BASE + 4)
#define PM_CONTROL_SCI_ENABLE 1u

#define PIC_MASTER_MASK 0x21
#define PIC_SLAVE_MASK 0xa1
#define ELCR_SLAVE 0x4d1  /* of IRQ 8 to 15; reset leaves all edge-triggered */
#define ELCR_PIRQS 0x0c   /* IRQ 10, 11: level */

struct pci_function {
	u8 device;
	u8 function;
};

static void pci_select(struct pci_function at, u8 offset)
{
	u32 address = PCI_ENABLE | (u32)at.device << 11 | (u32)at.function << 8 | (offset & 0xfcu);

	pio_out32(PCI_ADDRESS, address);
}

static void pci_write8(struct pci_function at, u8 offset, u8 value)
{
	pci_select(at, offset);
	pio_out8((u16)(PCI_DATA + (offset & 3)), value);
}

static void pci_write32(struct pci_function at, u8 offset, u32 value)
{
	pci_select(at, offset);
	pio_out32(PCI_DATA, value);
}

static void q35_init(void)
{
	struct pci_function mch = { 0, 0 };
	struct pci_function lpc = { 0x1f, 0 };

	pci_write32(mch, MCH_ECAM_HIGH, 0);
	pci_write32(mch, MCH_ECAM_LOW, ECAM_BASE | ECAM_ENABLE);
	pci_write32(lpc, LPC_PM_BASE, PM_BASE_IO);
	pci_write8(lpc, LPC_ACPI_CONTROL, LPC_ACPI_ENABLE);
	pci_write32(lpc, LPC_PIRQ_A, PIRQ_ROUTES);
	pci_write32(lpc, LPC_PIRQ_E, PIRQ_ROUTES);
	pio_out8(ELCR_SLAVE, ELCR_PIRQS);
}

static void pc_init(void)
{
	struct pci_function pm = { 1, 3 };
	struct pci_function isa = { 1, 0 };

	pci_write32(pm, PIIX_PM_BASE, PM_BASE_IO);
	pci_write8(pm, PIIX_PM_ENABLE, 1);
	pci_write32(isa, PIIX_PIRQ_A, PIRQ_ROUTES);
	pio_out8(ELCR_SLAVE, ELCR_PIRQS);
}

/*
 * Masked: with LINT0 open (firmware/cpu/lapic.h) a timer tick would reach a kernel that never touches
 * the PICs (microvm, hardware-reduced ACPI) as vector 0.
 */
static void mask_pics(void)
{
	pio_out8(PIC_MASTER_MASK, 0xff);
	pio_out8(PIC_SLAVE_MASK, 0xff);
}

enum machine chipset_init(void)
{
	struct pci_function host_bridge = { 0, 0 };

	mask_pics();
	pci_select(host_bridge, 0);
	switch (pio_in32(PCI_DATA)) {
	case ID_NONE:
		return MACHINE_MICROVM;
	case ID_MCH:
		q35_init();
		return MACHINE_Q35;
	case ID_I440FX:
		pc_init();
		return MACHINE_PC;
	default:
		return MACHINE_OTHER;
	}
}

struct range chipset_ecam(enum machine machine)
{
	if (machine != MACHINE_Q35)
		return (struct range){ 0, 0 };
	return (struct range){ ECAM_BASE, ECAM_BASE + ECAM_BYTES };
}

void chipset_enter_acpi_mode(enum machine machine)
{
	if (machine == MACHINE_Q35 || machine == MACHINE_PC)
		pio_out16(PM_CONTROL, PM_CONTROL_SCI_ENABLE);
}
