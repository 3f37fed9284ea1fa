; One routine per instruction that C cannot say; implements firmware/cpu/hw.h. SysV calling
; convention; only the scratch registers named there change.

%include "asm/x86.inc"

bits 64
section .text progbits alloc exec nowrite align=16

; u64 hw_rdmsr(u32 msr)
global hw_rdmsr
hw_rdmsr:
        mov     ecx, edi
        rdmsr
        shl     rdx, 32
        or      rax, rdx
        ret

; void hw_wrmsr(u32 msr, u64 value)
global hw_wrmsr
hw_wrmsr:
        mov     ecx, edi
        mov     eax, esi
        mov     rdx, rsi
        shr     rdx, 32
        wrmsr
        ret

; u8 hw_in8(u16 port)
global hw_in8
hw_in8:
        mov     edx, edi
        xor     eax, eax
        in      al, dx
        ret

; u32 hw_in32(u16 port)
global hw_in32
hw_in32:
        mov     edx, edi
        in      eax, dx
        ret

; void hw_out8(u16 port, u8 value)
global hw_out8
hw_out8:
        mov     edx, edi
        mov     eax, esi
        out     dx, al
        ret

; void hw_out16(u16 port, u16 value)
global hw_out16
hw_out16:
        mov     edx, edi
        mov     eax, esi
        out     dx, ax
        ret

; void hw_out32(u16 port, u32 value)
global hw_out32
hw_out32:
        mov     edx, edi
        mov     eax, esi
        out     dx, eax
        ret

; void hw_write_cr3(u64 value)
global hw_write_cr3
hw_write_cr3:
        mov     cr3, rdi
        ret

; void hw_flush_page(u64 virtual_address)
global hw_flush_page
hw_flush_page:
        invlpg  [rdi]
        ret

; void hw_load_gdt(const void *gdt, u16 bytes): the new table has code at 10, data at 18
global hw_load_gdt
hw_load_gdt:
        dec     esi                             ; limit = bytes - 1
        sub     rsp, 16
        mov     [rsp + 6], si
        mov     [rsp + 8], rdi
        lgdt    [rsp + 6]
        add     rsp, 16
        mov     eax, SEL_DATA
        mov     ds, eax
        mov     es, eax
        mov     fs, eax
        mov     gs, eax
        mov     ss, eax
        pop     rax
        push    SEL_CODE64
        push    rax
        retfq

; void hw_load_task(u16 selector)
global hw_load_task
hw_load_task:
        ltr     di
        ret

; void hw_load_idt(const void *idt, u16 bytes)
global hw_load_idt
hw_load_idt:
        dec     esi
        sub     rsp, 16
        mov     [rsp + 6], si
        mov     [rsp + 8], rdi
        lidt    [rsp + 6]
        add     rsp, 16
        ret

; void hw_cpuid(u32 function, struct hw_cpuid *result)
global hw_cpuid
hw_cpuid:
        push    rbx
        mov     eax, edi
        xor     ecx, ecx
        cpuid
        mov     [rsi], eax
        mov     [rsi + 4], ebx
        mov     [rsi + 8], ecx
        mov     [rsi + 12], edx
        pop     rbx
        ret

; void hw_halt(void): never returns
global hw_halt
hw_halt:
        cli
        hlt
        jmp     hw_halt

; void hw_enter_kernel(u64 entry, u64 boot_params): Linux Documentation/arch/x86/boot.rst,
; "64-bit boot protocol"; the kernel sets up its own stack
global hw_enter_kernel
hw_enter_kernel:
        cli
        cld
        mov     rax, rdi
        xor     edi, edi
        xor     ebp, ebp
        xor     ebx, ebx
        jmp     rax

; void hw_vmgexit(void)
global hw_vmgexit
hw_vmgexit:
        rep vmmcall                             ; VMGEXIT
        ret

; struct hw_pvalidate hw_pvalidate(u64 address, u32 size): the one PVALIDATE of the firmware
global hw_pvalidate
hw_pvalidate:
        mov     rax, rdi
        mov     ecx, esi
        mov     edx, 1                          ; validate
        pvalidate
        setc    dl                              ; rdx = 1 or 0: the upper bits are 0 already
        mov     eax, eax
        shl     rdx, 32
        or      rax, rdx                        ; { code, carry }
        ret

; u32 hw_rmpadjust(u64 address, u64 attributes)
global hw_rmpadjust
hw_rmpadjust:
        mov     rax, rdi
        xor     ecx, ecx                        ; 4 KiB
        mov     rdx, rsi
        rmpadjust
        ret

; void hw_zero(void *to, u64 bytes)
global hw_zero
hw_zero:
        mov     rcx, rsi
        shr     rcx, 3
        xor     eax, eax
        rep stosq
        mov     ecx, esi
        and     ecx, 7
        rep stosb
        ret
