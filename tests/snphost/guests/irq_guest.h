/* irq_guest.h - what the guests that take interrupts share. */
#ifndef IRQ_GUEST_H
#define IRQ_GUEST_H

#include "guest.h"

/* How often the handler ran, and where it returned to the last time. */
extern volatile u32 irq_count;
extern volatile u64 irq_return;

/* The runtime's IDT and one gate more. */
void irq_load_idt(void);
/* On the CPU that is to take interrupts. */
void irq_enable_lapic(struct ghcb *g);
/* An interrupt for the CPU itself, for another, or by the own timer. */
void irq_send_self(struct ghcb *g);
void irq_send_to(struct ghcb *g, u32 apic_id);
void irq_start_timer(struct ghcb *g, u32 ticks);
void irq_end(struct ghcb *g);
/* "sti; hlt", then interrupts off. Returns the address behind the HLT. */
u64 irq_halt(void);
/* The same; the HLT begins a page that the first call fetches from. */
u64 irq_halt_in_fresh_page(void);

#endif
