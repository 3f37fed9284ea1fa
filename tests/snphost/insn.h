/*
 * insn.h - recognises the few instructions snphost carries out or classifies itself. QEMU gives
 * neither instruction bytes nor next RIP on an exit. Pure.
 */
#ifndef SNPHOST_INSN_H
#define SNPHOST_INSN_H

#include "types.h"

enum { INSN_MAX_BYTES = 15 };

enum insn_kind {
	INSN_OTHER,
	INSN_PVALIDATE,
	INSN_RMPADJUST,
	INSN_RMPQUERY,
	INSN_VMGEXIT,
	INSN_VMMCALL,
	INSN_WRMSR,
	INSN_RDMSR,
	INSN_INVD,
	INSN_WBINVD,
	INSN_MOV_TO_CR0,
	INSN_LMSW,
	INSN_CLTS,
};

struct insn {
	enum insn_kind kind;
	u8 bytes;		/* length with prefixes; 0 when the kind is INSN_OTHER */
	u8 reg;			/* register of MOV to CR0 and register form of LMSW */
	bool is_memory;		/* LMSW from memory */
};

/* Decodes at most len bytes. */
struct insn insn_decode(const u8 *code, u32 len, bool is_64bit);

#endif
