# One boot from reset to the kernel's entry, seen by gdb. Each "@name" line starts a part that
# tests/gdb/run checks. Started there; $SESSION_QEMU is the shell script that starts QEMU halted.
set pagination off
set confirm off
set width 0
target remote | exec "$SESSION_QEMU"

echo @reset\n
info registers rip
# 16-bit code: gdb sees the offset in the segment FFFF0000 only, and takes any stop for a signal
info line *(0xffff0000 + $pc)

echo @16-bit\n
hbreak *entry16
continue
info registers rip cs
info line *(0xffff0000 + $pc)
# It would stop at the same place again: the breakpoint has to go before the next step
delete
stepi
stepi
info line *(0xffff0000 + $pc)

echo @32-bit\n
hbreak *entry32
continue
stepi
stepi
backtrace
print/x $cr0
delete

echo @64-bit\n
hbreak *entry64
continue
backtrace 1
print/x $efer
delete

echo @main\n
hbreak firmware_main
continue
backtrace
info args
delete

echo @stage\n
hbreak stage_handoff
continue
backtrace
print/x boot->memory.map.entries[0].range
print boot->payload.kernel.header_end
delete

echo @kernel\n
hbreak *((unsigned long)&layout_kernel_base + 0x200)
continue
info registers rip rsi cs
x/4c $rsi + 0x202
# The header is the kernel's, type_of_loader in its midst the firmware's, and all lies in the arena
print *(unsigned char *)($rsi + 0x210) == 0xff && $rsi < (unsigned long)&layout_arena_end

echo @end\n
echo complete\n
kill
