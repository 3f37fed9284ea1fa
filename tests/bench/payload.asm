; A kernel of 2 KiB for `make bench`: whichever entry the firmware uses, the first thing it does is to
; read the TSC; then it writes one line "entry=BITS tsc=HEX" to the debug port and ends QEMU.
; Guarantees: no memory is touched, so nothing is asked of the firmware but the jump itself.
; Linux Documentation/arch/x86/boot.rst, protocol 2.15.

%include "report.inc"

%define SETUP_SECTORS   1
%define SECTOR_BYTES    512
%define IMAGE_BYTES     1024
%define LOADED_HIGH     1
%define XLF_KERNEL_64           (1 << 0)
%define XLF_ABOVE_4G            (1 << 1)
%define PREFERRED_ADDRESS       0x1000000
%define INIT_BYTES              0x10000

org 0

; --- setup part: boot sector, header, 16-bit entry -------------------------------------------------

        times 0x1f1 - ($ - $$) db 0
setup_sects:            db      SETUP_SECTORS
root_flags:             dw      0
syssize:                dd      IMAGE_BYTES / 16
ram_size:               dw      0
vid_mode:               dw      0
root_dev:               dw      0
boot_flag:              dw      0xaa55
bits 16
jump:                   jmp     short entry_16          ; at 0x200, where a BIOS loader enters
header:                 db      "HdrS"
version:                dw      0x020f
realmode_swtch:         dd      0
start_sys_seg:          dw      0
kernel_version:         dw      0
type_of_loader:         db      0
loadflags:              db      LOADED_HIGH
setup_move_size:        dw      0
code32_start:           dd      0x100000
ramdisk_image:          dd      0
ramdisk_size:           dd      0
bootsect_kludge:        dd      0
heap_end_ptr:           dw      0
ext_loader_ver:         db      0
ext_loader_type:        db      0
cmd_line_ptr:           dd      0
initrd_addr_max:        dd      0x7fffffff
kernel_alignment:       dd      0x200000
relocatable_kernel:     db      1
min_alignment:          db      21
xloadflags:             dw      XLF_KERNEL_64 | XLF_ABOVE_4G
cmdline_size:           dd      2047
hardware_subarch:       dd      0
hardware_subarch_data:  dq      0
payload_offset:         dd      0
payload_length:         dd      0
setup_data:             dq      0
pref_address:           dq      PREFERRED_ADDRESS
init_size:              dd      INIT_BYTES
handover_offset:        dd      0
kernel_info_offset:     dd      0
%if jump - $$ != 0x200 || pref_address - $$ != 0x258 || $ - $$ != 0x26c
%error "payload.asm: a header field is not where boot.rst has it"
%endif

entry_16:
        report  "entry=16 tsc="

        times (1 + SETUP_SECTORS) * SECTOR_BYTES - ($ - $$) db 0

; --- image: the 32-bit entry, and the 64-bit one 0x200 behind it -----------------------------------

image:
bits 32
        report  "entry=32 tsc="

        times 0x200 - ($ - image) db 0
bits 64
        report  "entry=64 tsc="

        times IMAGE_BYTES - ($ - image) db 0
