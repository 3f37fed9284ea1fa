; psp_test_data.asm - the PSP's test key and its certificates, data only.
; The table is the one that an extended guest request hands to the guest (GHCB specification
; 56421): rows of {GUID in textual byte order, u32 offset from the table, u32 length}, a zero row.
; Needs the include path to reach the directory of this file.

	bits 64
	default rel
	section .rodata

	global psp_test_vcek_private_key
	global psp_test_certificate_table
	global psp_test_certificate_table_end

psp_test_vcek_private_key:
	incbin "vectors/test_vcek_private_key.bin"

	align 16
psp_test_certificate_table:
.vcek_row:
	db 0x63,0xda,0x75,0x8d, 0xe6,0x64, 0x45,0x64, 0xad,0xc5, 0xf4,0xb9,0x3b,0xe8,0xac,0xcd
	dd vcek - psp_test_certificate_table
	dd vcek_end - vcek
.ask_row:
	db 0x4a,0xb7,0xb3,0x79, 0xbb,0xac, 0x4f,0xe4, 0xa0,0x2f, 0x05,0xae,0xf3,0x27,0xc7,0x82
	dd ask - psp_test_certificate_table
	dd ask_end - ask
.ark_row:
	db 0xc0,0xb4,0x06,0xa4, 0xa8,0x03, 0x49,0x52, 0x97,0x43, 0x3f,0xb6,0x01,0x4c,0xd0,0xae
	dd ark - psp_test_certificate_table
	dd ark_end - ark
.last_row:
	times 24 db 0

vcek:
	incbin "vectors/test_vcek.der"
vcek_end:
ask:
	incbin "vectors/test_ask.der"
ask_end:
ark:
	incbin "vectors/test_ark.der"
ark_end:
psp_test_certificate_table_end:

	section .note.GNU-stack noalloc noexec nowrite progbits
