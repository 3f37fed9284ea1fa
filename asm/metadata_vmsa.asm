; One more entry of the GUIDed table, in ROMs that own their VMSAs: where these are, so that a host can
; tell a VMSA of this firmware's from any other page of the guest. docs/secondary-cpus.md has the layout.

extern layout_vmsa_start, layout_vmsa_pages

%define VERSION 1
%define STRIDE  0x1000

section .footer.variant progbits alloc noexec nowrite align=1

entry_vmsas:    dd      layout_vmsa_start, layout_vmsa_pages, STRIDE, VERSION
                dw      entry_vmsas_end - entry_vmsas
                db      0x34, 0x9b, 0x5e, 0x1c, 0x62, 0xd7, 0x0a, 0x4f  ; 1c5e9b34-d762-4f0a-
                db      0x8b, 0x1d, 0x7a, 0xc4, 0x02, 0xe9, 0x53, 0xb6  ; 8b1d-7ac402e953b6
entry_vmsas_end:
