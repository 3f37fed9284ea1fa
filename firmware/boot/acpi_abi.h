/*
 * ACPI tables that the firmware writes itself. ACPI 6.5 chapter 5; PCI Firmware 3.2 section 4.1.2;
 * IA-PC HPET 1.0a section 3.2.4. Nothing here but layouts and numbers.
 */
#ifndef BOOT_ACPI_ABI_H
#define BOOT_ACPI_ABI_H

#include "lib/types.h"

struct acpi_rsdp {
	char signature[8];
	u8 checksum; /* of the first 20 bytes */
	char oem_id[6];
	u8 revision;
	u32 rsdt;
	u32 length;
	u64 xsdt;
	u8 extended_checksum;
	u8 reserved_33[3];
} PACKED;
ASSERT_SIZE(struct acpi_rsdp, 36);
#define ACPI_RSDP_V1_BYTES 20u

struct acpi_header {
	char signature[4];
	u32 length;
	u8 revision;
	u8 checksum;
	char oem_id[6];
	char oem_table_id[8];
	u32 oem_revision;
	char creator_id[4];
	u32 creator_revision;
} PACKED;
ASSERT_SIZE(struct acpi_header, 36);

/* 5.2.3.2: where a register is */
struct acpi_register {
	u8 space;
	u8 bits;
	u8 bit_offset;
	u8 access;
	u64 address;
} PACKED;
ASSERT_SIZE(struct acpi_register, 12);
enum acpi_space { ACPI_SPACE_MEMORY = 0, ACPI_SPACE_IO = 1 };

/* 5.2.9, revision 5 */
struct acpi_fadt {
	struct acpi_header header;
	u32 facs;
	u32 dsdt;
	u8 reserved_44;
	u8 profile;
	u16 sci;
	u32 smi_command;
	u8 acpi_enable, acpi_disable, s4_bios, pstate_control;
	u32 pm1a_event, pm1b_event, pm1a_control, pm1b_control, pm2_control, pm_timer, gpe0, gpe1;
	u8 pm1_event_bytes, pm1_control_bytes, pm2_control_bytes, pm_timer_bytes;
	u8 gpe0_bytes, gpe1_bytes;
	u8 gpe1_base, cst_control;
	u16 c2_latency, c3_latency, flush_size, flush_stride;
	u8 duty_offset, duty_width, day_alarm, month_alarm, century;
	u16 boot_flags;
	u8 reserved_111;
	u32 flags;
	struct acpi_register reset;
	u8 reset_value;
	u16 arm_flags;
	u8 minor_revision;
	u64 x_facs;
	u64 x_dsdt;
	struct acpi_register x_pm1a_event, x_pm1b_event, x_pm1a_control, x_pm1b_control;
	struct acpi_register x_pm2_control;
	struct acpi_register x_pm_timer, x_gpe0, x_gpe1;
	struct acpi_register sleep_control, sleep_status;
} PACKED;
ASSERT_SIZE(struct acpi_fadt, 268);
ASSERT_OFFSET(struct acpi_fadt, pm_timer, 76);
ASSERT_OFFSET(struct acpi_fadt, century, 108);
ASSERT_OFFSET(struct acpi_fadt, flags, 112);
ASSERT_OFFSET(struct acpi_fadt, x_dsdt, 140);
ASSERT_OFFSET(struct acpi_fadt, sleep_control, 244);
#define ACPI_FADT_REVISION 5

enum acpi_fadt_flag {
	ACPI_FADT_WBINVD = 1 << 0,
	ACPI_FADT_C1 = 1 << 2,
	ACPI_FADT_NO_SLEEP_BUTTON = 1 << 5, /* none in the fixed registers */
	ACPI_FADT_RESET_REGISTER = 1 << 10,
	ACPI_FADT_HARDWARE_REDUCED = 1 << 20,
};
#define ACPI_BOOT_8042 (1u << 1)
#define ACPI_C2_NONE 101u  /* any latency above 100 us: there is no C2 */
#define ACPI_C3_NONE 1001u /* above 1000 us */

/* 5.2.10 */
struct acpi_facs {
	char signature[4];
	u32 length;
	u32 hardware_signature;
	u32 waking_vector;
	u32 global_lock;
	u32 flags;
	u64 x_waking_vector;
	u8 version;
	u8 reserved_33[31];
} PACKED;
ASSERT_SIZE(struct acpi_facs, 64);
#define ACPI_FACS_ALIGNMENT 64u

/* 5.2.12: header, then entries, each with type and length in front */
struct acpi_madt {
	struct acpi_header header;
	u32 local_apic;
	u32 flags;
} PACKED;
ASSERT_SIZE(struct acpi_madt, 44);
#define ACPI_MADT_PCAT_COMPAT 1u

enum acpi_madt_type {
	ACPI_MADT_LOCAL_APIC = 0,
	ACPI_MADT_IO_APIC = 1,
	ACPI_MADT_OVERRIDE = 2,
	ACPI_MADT_LOCAL_NMI = 4,
	ACPI_MADT_X2APIC = 9,
	ACPI_MADT_X2APIC_NMI = 10,
	ACPI_MADT_WAKEUP = 16,
};
#define ACPI_MADT_ENABLED 1u
#define ACPI_MADT_LEVEL_HIGH 0x0du /* of an override: level-triggered, active high */
#define ACPI_MADT_ALL_CPUS 0xffu   /* processor UID of an NMI entry; x2APIC: all ones */
#define ACPI_APIC_IDS_8BIT 0xffu   /* smaller IDs go into local APIC entries */

struct acpi_madt_local_apic {
	u8 type, length;
	u8 uid;
	u8 apic_id;
	u32 flags;
} PACKED;
ASSERT_SIZE(struct acpi_madt_local_apic, 8);

struct acpi_madt_x2apic {
	u8 type, length;
	u16 reserved_2;
	u32 apic_id;
	u32 flags;
	u32 uid;
} PACKED;
ASSERT_SIZE(struct acpi_madt_x2apic, 16);

struct acpi_madt_io_apic {
	u8 type, length;
	u8 id;
	u8 reserved_3;
	u32 address;
	u32 gsi_base;
} PACKED;
ASSERT_SIZE(struct acpi_madt_io_apic, 12);

struct acpi_madt_override {
	u8 type, length;
	u8 bus; /* 0: ISA */
	u8 irq;
	u32 gsi;
	u16 flags;
} PACKED;
ASSERT_SIZE(struct acpi_madt_override, 10);

struct acpi_madt_local_nmi {
	u8 type, length;
	u8 uid;
	u16 flags;
	u8 lint;
} PACKED;
ASSERT_SIZE(struct acpi_madt_local_nmi, 6);

struct acpi_madt_x2apic_nmi {
	u8 type, length;
	u16 flags;
	u32 uid;
	u8 lint;
	u8 reserved_9[3];
} PACKED;
ASSERT_SIZE(struct acpi_madt_x2apic_nmi, 12);

/* 5.2.12.19; version 0: no reset vector, so an OS keeps the CPUs that it has woken */
struct acpi_madt_wakeup {
	u8 type, length;
	u16 version;
	u32 reserved_4;
	u64 mailbox;
} PACKED;
ASSERT_SIZE(struct acpi_madt_wakeup, 16);

struct acpi_mcfg {
	struct acpi_header header;
	u8 reserved_36[8];
	u64 base;
	u16 segment;
	u8 first_bus, last_bus;
	u32 reserved_56;
} PACKED;
ASSERT_SIZE(struct acpi_mcfg, 60);

struct acpi_hpet {
	struct acpi_header header;
	u32 block_id;
	struct acpi_register base;
	u8 number;
	u16 minimum_tick;
	u8 page_protection;
} PACKED;
ASSERT_SIZE(struct acpi_hpet, 56);

#endif
