/* insn.c - a decoder for a dozen 0F opcodes. See insn.h. */
#include "insn.h"

struct prefixes {
	bool f2, f3;
	u8 rex;
	u32 bytes;
};

static bool is_legacy_prefix(u8 byte)
{
	return byte == 0x66 || byte == 0x67 || byte == 0x2e || byte == 0x36 || byte == 0x3e ||
	       byte == 0x26 || byte == 0x64 || byte == 0x65 || byte == 0xf0 || byte == 0xf2 ||
	       byte == 0xf3;
}

static struct prefixes read_prefixes(const u8 *code, u32 len, bool is_64bit)
{
	struct prefixes p = { 0 };

	while (p.bytes < len && is_legacy_prefix(code[p.bytes])) {
		p.f2 |= code[p.bytes] == 0xf2;
		p.f3 |= code[p.bytes] == 0xf3;
		p.bytes++;
	}
	if (is_64bit && p.bytes < len && (code[p.bytes] & 0xf0) == 0x40)
		p.rex = code[p.bytes++];
	return p;
}

static enum insn_kind group_0f01(u8 modrm, const struct prefixes *p)
{
	switch (modrm) {
	case 0xff:
		return p->f2 ? INSN_PVALIDATE : INSN_OTHER;
	case 0xfe:
		return p->f3 ? INSN_RMPADJUST : INSN_OTHER;
	case 0xfd:
		return p->f3 ? INSN_RMPQUERY : INSN_OTHER;
	case 0xd9:
		return p->f3 || p->f2 ? INSN_VMGEXIT : INSN_VMMCALL;
	default:
		return ((modrm >> 3) & 7) == 6 ? INSN_LMSW : INSN_OTHER;
	}
}

static enum insn_kind kind_of(u8 opcode, u8 modrm, const struct prefixes *p)
{
	switch (opcode) {
	case 0x01:
		return group_0f01(modrm, p);
	case 0x06:
		return INSN_CLTS;
	case 0x08:
		return INSN_INVD;
	case 0x09:
		return INSN_WBINVD;
	case 0x22:
		return ((modrm >> 3) & 7) == 0 && !(p->rex & 4) ? INSN_MOV_TO_CR0 : INSN_OTHER;
	case 0x30:
		return INSN_WRMSR;
	case 0x32:
		return INSN_RDMSR;
	default:
		return INSN_OTHER;
	}
}

static bool has_modrm(u8 opcode)
{
	return opcode == 0x01 || opcode == 0x22;
}

struct insn insn_decode(const u8 *code, u32 len, bool is_64bit)
{
	struct prefixes p = read_prefixes(code, len, is_64bit);
	struct insn insn = { 0 };
	u8 modrm = 0;

	if (p.bytes + 2 > len || code[p.bytes] != 0x0f)
		return insn;
	if (has_modrm(code[p.bytes + 1])) {
		if (p.bytes + 3 > len)
			return insn;
		modrm = code[p.bytes + 2];
	}
	insn.kind = kind_of(code[p.bytes + 1], modrm, &p);
	if (insn.kind == INSN_OTHER)
		return insn;
	insn.bytes = (u8)(p.bytes + (has_modrm(code[p.bytes + 1]) ? 3 : 2));
	insn.reg = (u8)((modrm & 7) | (p.rex & 1 ? 8 : 0));
	insn.is_memory = insn.kind == INSN_LMSW && modrm < 0xc0;
	return insn;
}
