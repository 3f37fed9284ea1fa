# Goes on into the kernel with the names that kernel-symbols has made and tests/gdb/run
# has loaded.
set pagination off
set confirm off
set width 0
target remote | exec "$SESSION_QEMU"

echo @start_kernel\n
hbreak start_kernel
continue
backtrace
delete

echo @efi\n
hbreak efi_enter_virtual_mode
continue
backtrace 2

echo @end\n
kill
