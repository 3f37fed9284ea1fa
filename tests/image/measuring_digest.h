/*
 * measuring_digest.h - the launch digest by the rules of the field's usual measuring tool (its modules gctx,
 * sev_hashes and vmsa), for QEMU.
 */
#ifndef MEASURING_DIGEST_H
#define MEASURING_DIGEST_H

#include <stddef.h>
#include <stdint.h>

enum { PAGE = 4096, DIGEST = 48 };
enum { ROW_ZERO = 1, ROW_SECRETS = 2, ROW_CPUID = 3, ROW_CAA = 4, ROW_HASHES = 16 }; /* section types */

/* A row of the SEV metadata, checked. */
struct row {
	uint32_t gpa, bytes, type;
};

/* Begins at zero; each call below extends it. */
extern uint8_t digest[DIGEST];

/* One page of the image. */
void measure_image_page(uint64_t gpa, const uint8_t *page);

/* One row; hash_area: where in the row of type 10h the table of hashes lies. The guest has a kernel only. */
void measure_row(struct row row, uint32_t hash_area, const uint8_t *kernel, size_t kernel_bytes);

/* The registers of a CPU of type EPYC that begins at `start`. */
void measure_vcpu(uint32_t start);

#endif
