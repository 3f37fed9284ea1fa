; sha256_ni.asm - the SHA-256 block function over the SHA extensions (FIPS 180-4; Intel SDM,
; SHA256RNDS2). Guarantees the result of sha256_blocks_portable (lib/sha256.c) bit for bit. Trusts
; its caller that the CPU has SHA, SSSE3 and SSE4.1 and that CR4.OSFXSR is set.

	bits 64
	default rel

GROUP_BYTES	equ 16			; four message words or round constants per register
BLOCK_BYTES	equ 64

SWAP_PAIRS	equ 0b10110001		; pshufd: exchange neighbours
REVERSE		equ 0b00011011		; pshufd: words 3 2 1 0
UPPER_TO_LOWER	equ 0b00001110		; pshufd: words 3 2 become 1 0
UPPER_HALF	equ 0b11110000		; pblendw: take words of the second operand

%define ROUND_INPUT	xmm0		; sha256rnds2 reads it unasked
%define ABEF		xmm1
%define CDGH		xmm2
%define W0		xmm3
%define W1		xmm4
%define W2		xmm5
%define W3		xmm6
%define BYTE_ORDER	xmm7
%define SAVED_ABEF	xmm8
%define SAVED_CDGH	xmm9
%define SCRATCH		xmm10

	extern sha256_round_constants	; 16-byte aligned

	section .rodata align=16

	align 16
big_endian_words:
	dq 0x0405060700010203, 0x0c0d0e0f08090a0b

	section .text

%define EXTENSIONS 3	; times four groups follow the block's own four

; Four rounds on message words %2; constants of group %1 from rax on.
%macro rounds 2
	movdqa	ROUND_INPUT, %2
	paddd	ROUND_INPUT, [rax + (%1) * GROUP_BYTES]	; k + w
	sha256rnds2 CDGH, ABEF			; two rounds on the lower pair
	pshufd	ROUND_INPUT, ROUND_INPUT, UPPER_TO_LOWER
	sha256rnds2 ABEF, CDGH			; two on the upper
%endmacro

; Loads group %1 of the block and does its four rounds.
%macro load_rounds 2
	movdqu	%2, [rsi + %1 * GROUP_BYTES]
	pshufb	%2, BYTE_ORDER			; words are big-endian
	rounds	%1, %2
%endmacro

; Message words t to t+3 of group %1 replace t-16 to t-13 in %2, then four rounds on them.
; %3, %4, %5 hold the words from t-12, t-8 and t-4 on.
%macro extend_rounds 5
	sha256msg1 %2, %3			; + small sigma 0 of words t-15 to t-12
	movdqa	SCRATCH, %5
	palignr	SCRATCH, %4, 4			; words t-7 to t-4
	paddd	%2, SCRATCH
	sha256msg2 %2, %5			; + small sigma 1 of words t-2 to t+1
	rounds	%1, %2
%endmacro

; void sha256_blocks_ni(u32 state[8], const u8 *data, u64 block_count)
; In: rdi state, rsi data (any alignment), rdx blocks. Out: *rdi.
; Clobbers: rax, rcx, rsi, rdx, xmm0 to xmm10, flags. No stack.
	global sha256_blocks_ni
sha256_blocks_ni:
	test	rdx, rdx
	jz	.done
	movdqu	ABEF, [rdi]			; words d c b a, highest first
	movdqu	CDGH, [rdi + GROUP_BYTES]	; h g f e
	pshufd	ABEF, ABEF, SWAP_PAIRS		; c d a b
	pshufd	CDGH, CDGH, REVERSE		; e f g h
	movdqa	SCRATCH, ABEF
	palignr	ABEF, CDGH, 8			; a b e f
	pblendw	CDGH, SCRATCH, UPPER_HALF	; c d g h
	movdqa	BYTE_ORDER, [big_endian_words]
	mov	rax, sha256_round_constants

	align 32
.block:
	movdqa	SAVED_ABEF, ABEF
	movdqa	SAVED_CDGH, CDGH

	load_rounds 0, W0
	load_rounds 1, W1
	load_rounds 2, W2
	load_rounds 3, W3
	mov	ecx, EXTENSIONS
.extend:
	add	rax, 4 * GROUP_BYTES
	extend_rounds 0, W0, W1, W2, W3
	extend_rounds 1, W1, W2, W3, W0
	extend_rounds 2, W2, W3, W0, W1
	extend_rounds 3, W3, W0, W1, W2
	dec	ecx
	jnz	.extend
	sub	rax, EXTENSIONS * 4 * GROUP_BYTES

	paddd	ABEF, SAVED_ABEF
	paddd	CDGH, SAVED_CDGH
	add	rsi, BLOCK_BYTES		; data += 64
	dec	rdx
	jnz	.block

	pshufd	ABEF, ABEF, REVERSE		; f e b a
	pshufd	CDGH, CDGH, SWAP_PAIRS		; d c h g
	movdqa	SCRATCH, ABEF
	pblendw	ABEF, CDGH, UPPER_HALF		; d c b a
	palignr	CDGH, SCRATCH, 8		; h g f e
	movdqu	[rdi], ABEF
	movdqu	[rdi + GROUP_BYTES], CDGH
.done:
	ret

	section .note.GNU-stack noalloc noexec nowrite progbits
