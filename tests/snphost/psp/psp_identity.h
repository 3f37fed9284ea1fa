/*
 * psp_identity.h - who the test host's PSP claims to be. The committed VCEK test certificate
 * (vectors/) names the same chip and TCB, as a verifier expects; unit/test_report.c compares.
 */
#ifndef PSP_IDENTITY_H
#define PSP_IDENTITY_H

#include "lib/types.h"

/* 64 bytes, no terminator. */
#define PSP_TEST_CHIP_ID "snp-shim test host; not an AMD chip, so it vouches for nothing !"

/* Milan layout: byte 0 boot loader 4, 1 TEE 0, 6 SNP 22, 7 microcode 213. */
#define PSP_TEST_TCB 0xd516000000000004ull

enum { PSP_TEST_API_MAJOR = 1, PSP_TEST_API_MINOR = 58, PSP_TEST_BUILD = 1 };

#endif
