/* Between machine.c and machine_cpu.c only. */
#ifndef FAKE_MACHINE_STATE_H
#define FAKE_MACHINE_STATE_H

/* Forgets registers and devices. */
void machine_reset_state(void);

#endif
