; A kernel of 8 KiB for tests of what may be entered at all: the header that the firmware asks for, and code
; that ends the run with a termination code of its own (GHCB MSR protocol, set 5, code 77h).
; Linux Documentation/arch/x86/boot.rst.

%define SETUP_SECTORS   1
%define IMAGE_BYTES     0x2000
%define PAYLOAD_OFFSET  0x400
%define PAYLOAD_BYTES   0x400
%define MSR_GHCB        0xc0010130
%define TERMINATE       0x100 | 5 << 12 | 0x77 << 16

bits 64
org 0

setup:
        times 0x1f1 - ($ - setup) db 0
        db      SETUP_SECTORS
        times 0x1f4 - ($ - setup) db 0
        dd      IMAGE_BYTES / 16
        times 0x1fe - ($ - setup) db 0
        dw      0xaa55
        db      0xeb, header_end - $ - 1        ; jmp: its second byte is the header's length
        db      "HdrS"
        dw      0x020f                          ; protocol 2.15
        times 0x211 - ($ - setup) db 0
        db      1                               ; loaded high
        times 0x22c - ($ - setup) db 0
        dd      0x7fffffff                      ; initrd below
        dd      0x200000                        ; alignment
        db      1, 21                           ; relocatable
        dw      3                               ; 64-bit entry, above 4 GiB
        dd      2047                            ; command line
        times 0x248 - ($ - setup) db 0
        dd      PAYLOAD_OFFSET, PAYLOAD_BYTES
        times 0x258 - ($ - setup) db 0
        dq      0x1000000                       ; preferred address
        dd      0x200000                        ; init_size
        dd      0, 0
header_end:
        times (SETUP_SECTORS + 1) * 512 - ($ - setup) db 0

image:
        times 0x200 - ($ - image) db 0
entry_64:
        mov     ecx, MSR_GHCB
        mov     eax, TERMINATE
        xor     edx, edx
        wrmsr
        rep vmmcall
        hlt
        jmp     entry_64

        ; EFI_CC_BLOB_GUID, by which a kernel for SEV-SNP is known
        times PAYLOAD_OFFSET + PAYLOAD_BYTES - ($ - image) db 0
        dq      0x44c5cf26067b1f5f, 0x422d9177d7935485
        ; LINUX_EFI_UNACCEPTED_MEM_TABLE_GUID
        dq      0x44f9105cd5d1de3c, 0x31001298efbca99e
        times IMAGE_BYTES - ($ - image) db 0
