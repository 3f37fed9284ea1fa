; Flat 32-bit mode to long mode: asks SEV_STATUS what kind of guest this is, takes the C-bit from
; the CPUID page, builds the first page tables. Decides nothing else.
; SEV_STATUS is asked before anything the host could answer: it is never intercepted, and where it
; does not exist the #GP says so. CPUID is not executed at all.

%include "asm/x86.inc"

extern entry64, idt32_pointer, stop32, layout_stack_top, layout_page_tables, layout_cpuid_page

%define CPUID_PAGE_ENTRIES      16      ; offset of the first entry (SNP ABI 56860, 8.17.2.6)
%define CPUID_ENTRY_BYTES       48
%define CPUID_ENTRY_EBX         0x1c
%define CPUID_ENTRIES_MAX       64
%define LEAF_ENCRYPTION         0x8000001f
%define C_BIT_LOWEST            47
%define C_BIT_HIGHEST           51

; Four pages in this order; the directory of the first GiB comes last because only it is filled whole
%define PML4                    layout_page_tables
%define PDPT                    (layout_page_tables + 0x1000)
%define PD_ROM                  (layout_page_tables + 0x2000)
%define PD_LOW                  (layout_page_tables + 0x3000)

; Sixteen-byte stores a step: a divisor of 256
%define TABLE_UNROLL            32

bits 32
section .boot progbits alloc exec nowrite align=16

; In:       flat code segment, no other state
; Out:      enters entry64 with
;             edi = SEV_STATUS[31:0], esi = SEV_STATUS[63:32], ebp = bits 63:32 of the C-bit's mask
;             ebx = random number, also stored at [layout_stack_top - 8] while paging was off
global entry32
entry32:
        mov     eax, SEL_DATA
        mov     ds, eax
        mov     es, eax
        mov     fs, eax
        mov     gs, eax
        mov     ss, eax
        mov     esp, layout_stack_top - 16      ; launch-validated; the random number lies above
        lidt    [idt32_pointer]

        xor     ebp, ebp                        ; no C-bit
        mov     ecx, MSR_SEV_STATUS
global sev_status_read
sev_status_read:
        rdmsr                                   ; #GP: no SEV; the handler returns 0 behind it
        mov     edi, eax
        mov     esi, edx
        test    eax, SEV_STATUS_SEV
        jz      build_page_tables               ; plain VM
        test    eax, SEV_STATUS_SNP
        mov     al, CODE_NOT_SNP
        jz      stop32
        call    read_c_bit                      ; ebp = mask
        call    store_random                    ; ebx = [top - 8] = RDRAND

build_page_tables:
        mov     eax, cr4
        or      eax, CR4_PAE | CR4_OSFXSR       ; SSE2: every x86-64 CPU has it
        mov     cr4, eax

        xorps   xmm0, xmm0                      ; PML4, PDPT and the ROM's directory = 0
        mov     eax, PML4
zero_tables:
%assign i 0
%rep TABLE_UNROLL
        movaps  [eax + i * 16], xmm0
%assign i i + 1
%endrep
        add     eax, TABLE_UNROLL * 16
        cmp     eax, PD_LOW
        jne     zero_tables

        mov     dword [PML4], PDPT + PTE_TABLE
        mov     [PML4 + 4], ebp
        mov     dword [PDPT], PD_LOW + PTE_TABLE
        mov     [PDPT + 4], ebp
        mov     dword [PDPT + 3 * 8], PD_ROM + PTE_TABLE
        mov     [PDPT + 3 * 8 + 4], ebp
        mov     dword [PD_ROM + 511 * 8], 0xffe00000 + PTE_ROM_2M
        mov     [PD_ROM + 511 * 8 + 4], ebp

        push    ebp                             ; xmm0 = entries for 2 MiB and 0
        push    dword 0x200000 + PTE_RAM_2M
        push    ebp
        push    dword PTE_RAM_2M
        movups  xmm0, [esp]
        mov     dword [esp], 0x400000           ; xmm1 = 4 MiB for each
        mov     dword [esp + 4], 0
        mov     dword [esp + 8], 0x400000
        mov     dword [esp + 12], 0
        movups  xmm1, [esp]
        mov     eax, PD_LOW                     ; first GiB, identity
fill_low:
%assign i 0
%rep TABLE_UNROLL
        movaps  [eax + i * 16], xmm0
        paddq   xmm0, xmm1
%assign i i + 1
%endrep
        add     eax, TABLE_UNROLL * 16
        cmp     eax, PD_LOW + 4096
        jne     fill_low

        mov     eax, PML4
        mov     cr3, eax
        mov     ecx, MSR_EFER
        rdmsr
        or      eax, EFER_LME
        wrmsr
        mov     eax, CR0_PG | CR0_WP | CR0_PE | CR0_ET | CR0_NE | CR0_MP
        mov     cr0, eax
        jmp     SEL_CODE64:entry64

; Out:      ebp = bits 63:32 of the C-bit's mask. Stops if the page or the position is no good.
; Clobbers: eax, ebx, ecx, edx
read_c_bit:
        mov     ecx, [layout_cpuid_page]        ; entry count
        lea     eax, [ecx - 1]
        cmp     eax, CPUID_ENTRIES_MAX - 1      ; 1 to 64, else malformed
        mov     al, CODE_CPUID_PAGE
        ja      stop32
        mov     edx, layout_cpuid_page + CPUID_PAGE_ENTRIES
.entry: cmp     dword [edx], LEAF_ENCRYPTION
        je      .found
        add     edx, CPUID_ENTRY_BYTES
        dec     ecx
        jnz     .entry
        jmp     stop32                          ; al still says why
.found: mov     ecx, [edx + CPUID_ENTRY_EBX]
        and     ecx, 0x3f                       ; C-bit position
        mov     al, CODE_C_BIT
        cmp     ecx, C_BIT_LOWEST
        jb      stop32
        cmp     ecx, C_BIT_HIGHEST
        ja      stop32
        sub     ecx, 32
        bts     ebp, ecx
        ret

; A number that the host cannot know goes to memory while every access is private. Read again
; through the page tables it must be the same: threats of a forged C-bit position end there.
; Out:      ebx, [layout_stack_top - 8] = RDRAND
; Clobbers: ecx
store_random:
        mov     ecx, 10
.again: rdrand  ebx
        jc      .have
        loop    .again
        mov     al, CODE_C_BIT
        jmp     stop32
.have:  mov     [layout_stack_top - 8], ebx
        ret

