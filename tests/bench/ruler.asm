; A ROM that counts itself: a known number of instructions from reset, then the TSC. Shows that under
; -icount shift=0 the TSC starts at 0 and goes up by 1 with every instruction, which is all that
; `make bench` trusts. The printed number must be RULER_COUNT (tests/bench/run reads it here).

%include "report.inc"

%define RULER_COUNT     1000003
%define LOOPS           ((RULER_COUNT - 3) / 2)  ; beside them: the jump at reset, MOV, RDTSC

%define ROM_BYTES       0x10000

org 0
bits 16

start:
        mov     ecx, LOOPS
.again: dec     ecx
        jnz     .again
        report  "entry=ruler tsc="

        times ROM_BYTES - 16 - ($ - $$) db 0xff
        jmp     near start
        times ROM_BYTES - ($ - $$) db 0xff
