; What QEMU and the measuring tools read in the file: SEV metadata and the GUIDed table. Data only,
; one label a row. QEMU docs/specs/sev-guest-firmware.rst; hw/i386/pc_sysfw_ovmf.c.

extern ap_entry, layout_hash_page, layout_hash_table, layout_secrets_page, layout_cpuid_page
extern layout_ram_start, layout_ram_bytes, layout_asev_from_end, layout_guid_table_bytes

%define PAGE            0x1000
%define HASH_BYTES      0x400

; Section types (OVMF's numbers; QEMU target/i386/sev.c)
%define TYPE_ZERO       1
%define TYPE_SECRETS    2
%define TYPE_CPUID      3
%define TYPE_HASHES     0x10

section .metadata progbits alloc noexec nowrite align=4

global asev
asev:   db      "ASEV"
        dd      asev_end - asev
        dd      1                                       ; version
        dd      (asev_end - asev_rows) / 12
asev_rows:
        ; the hashes come last: one digest prefix covers every workload
row_ram:        dd      layout_ram_start, layout_ram_bytes, TYPE_ZERO
row_secrets:    dd      layout_secrets_page, PAGE, TYPE_SECRETS
row_cpuid:      dd      layout_cpuid_page, PAGE, TYPE_CPUID
row_hashes:     dd      layout_hash_page, PAGE, TYPE_HASHES
asev_end:

section .footer progbits alloc noexec nowrite align=1

global guid_table
guid_table:
entry_metadata: dd      layout_asev_from_end
                dw      entry_hashes - entry_metadata
                db      0x66, 0x65, 0x88, 0xdc, 0x4a, 0x98, 0x98, 0x47  ; dc886566-984a-4798-
                db      0xa7, 0x5e, 0x55, 0x85, 0xa7, 0xbf, 0x67, 0xcc  ; a75e-5585a7bf67cc
entry_hashes:   dd      layout_hash_table, HASH_BYTES
                dw      entry_reset - entry_hashes
                db      0x1f, 0x37, 0x55, 0x72, 0x3b, 0x3a, 0x04, 0x4b  ; 7255371f-3a3b-4b04-
                db      0x92, 0x7b, 0x1d, 0xa6, 0xef, 0xa8, 0xd4, 0x54  ; 927b-1da6efa8d454
entry_reset:    dd      ap_entry
                dw      entry_footer - entry_reset
                db      0xde, 0x71, 0xf7, 0x00, 0x7e, 0x1a, 0xcb, 0x4f  ; 00f771de-1a7e-4fcb-
                db      0x89, 0x0e, 0x68, 0xc7, 0x7e, 0x2f, 0xb4, 0x4e  ; 890e-68c77e2fb44e
entry_footer:   dw      layout_guid_table_bytes
                db      0xde, 0x82, 0xb5, 0x96, 0xb2, 0x1f, 0xf7, 0x45  ; 96b582de-1fb2-45f7-
                db      0xba, 0xea, 0xa3, 0x66, 0xc5, 0x5a, 0x08, 0x2d  ; baea-a366c55a082d
guid_table_end:
