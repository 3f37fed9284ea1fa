/* See the header. */
#include "tests/unit/cpu/real_mode.h"
#include "firmware/cpu/hw.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"

#include <string.h>

#define STEPS_MAX 100u

enum { EAX, ECX, EDX, EBX, ESP, EBP, ESI, EDI };

struct cpu {
	u32 reg[8];
	bool carry;
	u32 at;
};

static bool is(const u8 *code, const char *bytes, size_t count)
{
	return memcmp(code, bytes, count) == 0;
}
#define IS(bytes) is(code, bytes, sizeof(bytes) - 1)

static void run_cpuid(struct cpu *cpu)
{
	struct hw_cpuid leaf;

	hw_cpuid(cpu->reg[EAX], &leaf);
	cpu->reg[EAX] = leaf.eax;
	cpu->reg[EBX] = leaf.ebx;
	cpu->reg[ECX] = leaf.ecx;
	cpu->reg[EDX] = leaf.edx;
}

/* Operand size prefix 66: 32-bit registers. Returns the instruction's length, 0 if it is not known. */
static u32 step_32(struct cpu *cpu, const u8 *code)
{
	if ((code[0] & 0xf8) == 0xb8) { /* mov r32, imm32 */
		cpu->reg[code[0] & 7] = le32_load(code + 1);
		return 5;
	}
	if (IS("\x3d")) { /* cmp eax, imm32 */
		cpu->carry = cpu->reg[EAX] < le32_load(code + 1);
		return 5;
	}
	if (IS("\x67\x8d\x48\xe0")) { /* lea ecx, [eax - 32] */
		cpu->reg[ECX] = cpu->reg[EAX] - 32;
		return 4;
	}
	if (IS("\xd3\xe6")) { /* shl esi, cl */
		cpu->reg[ESI] <<= cpu->reg[ECX] & 31;
		return 2;
	}
	if (IS("\x4e")) { /* dec esi */
		cpu->reg[ESI]--;
		return 1;
	}
	if (IS("\x31\xd2")) { /* xor edx, edx */
		cpu->reg[EDX] = 0;
		return 2;
	}
	if (IS("\x89\xf2")) { /* mov edx, esi */
		cpu->reg[EDX] = cpu->reg[ESI];
		return 2;
	}
	return 0;
}

static u32 step(struct cpu *cpu, const u8 *code)
{
	u32 bytes;

	if (IS("\x66")) {
		bytes = step_32(cpu, code + 1);
		return bytes == 0 ? 0 : bytes + 1;
	}
	if (IS("\xfa")) /* cli */
		return 1;
	if (IS("\x0f\xa2")) {
		run_cpuid(cpu);
		return 2;
	}
	if (IS("\x0f\x30")) {
		hw_wrmsr(cpu->reg[ECX], (u64)cpu->reg[EDX] << 32 | cpu->reg[EAX]);
		return 2;
	}
	if (IS("\x72")) /* jb */
		return cpu->carry ? 2u + (u32)(int8_t)code[1] : 2;
	return 0;
}

void real_mode_run(const u8 *code)
{
	struct cpu cpu = { .reg = { 0xdeadbeef, 0xdeadbeef, 0xdeadbeef, 0xdeadbeef } };

	for (u32 steps = 0; code[cpu.at] != 0xf4; steps++) { /* hlt */
		u32 bytes = step(&cpu, code + cpu.at);

		if (bytes == 0 || steps == STEPS_MAX)
			fail_msg("instruction %02x %02x at %u", code[cpu.at], code[cpu.at + 1], cpu.at);
		cpu.at += bytes;
	}
}
