/*
 * bench_sha256.c - throughput of lib/sha256.c beside OpenSSL's, as ratios from one run.
 * Both sides hash the same buffer in turn on one pinned CPU, the order alternating, each timed by the
 * CPU time of this thread, so that a busy machine slows both or neither; the median of the pairs'
 * ratios is printed and judged, absolute speed only shown. Status 1 if a ratio misses its target.
 * Usage: bench_sha256 [PLAIN-C-LIBRARY...], made by openssl-plain-c.sh.
 */
#define _GNU_SOURCE
/* OpenSSL's low-level calls have the least overhead: fair to it. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <cpuid.h>
#include <dlfcn.h>
#include <openssl/sha.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/sha256.h"

enum { PAIRS = 301, DATA_BYTES = 1 << 20, BYTES_PER_SAMPLE = 1 << 18 };

typedef int openssl_init(SHA256_CTX *ctx);
typedef int openssl_update(SHA256_CTX *ctx, const void *data, size_t bytes);
typedef int openssl_final(u8 *digest, SHA256_CTX *ctx);

/* One contestant: ours with a block function, or OpenSSL's three calls. */
struct hasher {
	const char *name;
	sha256_blocks *blocks;
	openssl_init *init;
	openssl_update *update;
	openssl_final *final;
};

static u8 data[DATA_BYTES];

static void hash(const struct hasher *h, size_t bytes, u8 digest[SHA256_BYTES])
{
	if (h->blocks) {
		struct sha256 ours;

		sha256_init(&ours, h->blocks);
		sha256_update(&ours, data, bytes);
		sha256_final(&ours, digest);
	} else {
		SHA256_CTX theirs;

		h->init(&theirs);
		h->update(&theirs, data, bytes);
		h->final(digest, &theirs);
	}
}

static double seconds_for(const struct hasher *h, size_t bytes)
{
	struct timespec start, end;
	u8 digest[SHA256_BYTES];

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start);
	for (size_t done = 0; done < BYTES_PER_SAMPLE; done += bytes)
		hash(h, bytes, digest);
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
	return (double)(end.tv_sec - start.tv_sec) + 1e-9 * (double)(end.tv_nsec - start.tv_nsec);
}

static int compare_doubles(const void *left, const void *right)
{
	const double *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

static double median(double values[PAIRS])
{
	qsort(values, PAIRS, sizeof(values[0]), compare_doubles);
	return values[PAIRS / 2];
}

static void require_equal_digests(const struct hasher *ours, const struct hasher *theirs,
				  size_t bytes)
{
	u8 a[SHA256_BYTES], b[SHA256_BYTES];

	hash(ours, bytes, a);
	hash(theirs, bytes, b);
	if (memcmp(a, b, sizeof(a)) != 0) {
		fprintf(stderr, "bench sha256: %s and %s disagree\n", ours->name, theirs->name);
		exit(1);
	}
}

/* Median of ours' throughput divided by theirs'; samples too long for noise, too short to drift. */
static double measure_ratio(const struct hasher *ours, const struct hasher *theirs, size_t bytes,
			    double *our_seconds)
{
	static double ratios[PAIRS], times[PAIRS];

	require_equal_digests(ours, theirs, bytes);
	for (int i = 0; i < PAIRS; i++) {
		double a, b;

		if (i % 2) {
			a = seconds_for(ours, bytes);
			b = seconds_for(theirs, bytes);
		} else {
			b = seconds_for(theirs, bytes);
			a = seconds_for(ours, bytes);
		}
		ratios[i] = b / a;
		times[i] = a;
	}
	*our_seconds = median(times);
	return median(ratios);
}

/* Prints one line per size; false if a ratio misses target (0 = shown, not judged). */
static bool run(const struct hasher *ours, const struct hasher *theirs, double target)
{
	static const size_t sizes[] = { 4096, 65536, BYTES_PER_SAMPLE };
	bool good = true;

	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		double seconds, ratio = measure_ratio(ours, theirs, sizes[i], &seconds);
		const char *verdict = target == 0.0 ? "INFO" : ratio >= target ? "PASS" : "FAIL";

		printf("%s bench sha256: %s / %s, %zu bytes: %.3f", verdict, ours->name,
		       theirs->name, sizes[i], ratio);
		if (target > 0.0)
			printf(" (target %.1f)", target);
		printf(", ours %.0f MB/s\n", BYTES_PER_SAMPLE / seconds / 1e6);
		good = good && ratio >= target;
	}
	return good;
}

static void pin_to_current_cpu(void)
{
	cpu_set_t set;
	int cpu = sched_getcpu();

	CPU_ZERO(&set);
	if (cpu >= 0)
		CPU_SET((size_t)cpu, &set);
	if (cpu < 0 || sched_setaffinity(0, sizeof(set), &set) != 0) {
		perror("bench sha256: cannot pin to a CPU");
		exit(1);
	}
}

static bool cpu_has_sha(void)
{
	u32 eax, ebx, ecx, edx;

	return __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) && (ebx & bit_SHA);
}

static void *symbol(void *library, const char *name)
{
	void *address = dlsym(library, name);

	if (!address) {
		fprintf(stderr, "bench sha256: %s\n", dlerror());
		exit(1);
	}
	return address;
}

static struct hasher load_plain_c(const char *path)
{
	struct hasher plain = { .name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path };
	void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);

	if (!library) {
		fprintf(stderr, "bench sha256: %s\n", dlerror());
		exit(1);
	}
	plain.init = (openssl_init *)symbol(library, "SHA256_Init");
	plain.update = (openssl_update *)symbol(library, "SHA256_Update");
	plain.final = (openssl_final *)symbol(library, "SHA256_Final");
	return plain;
}

int main(int argc, char **argv)
{
	const struct hasher portable = { .name = "portable", .blocks = sha256_blocks_portable };
	const struct hasher ni = { .name = "SHA-NI", .blocks = sha256_blocks_ni };
	const struct hasher libcrypto = {
		.name = "libcrypto", .init = SHA256_Init, .update = SHA256_Update,
		.final = SHA256_Final,
	};
	bool good = true;

	pin_to_current_cpu();
	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (u8)(i * 7 + i / 251);
	if (getenv("OPENSSL_ia32cap")) {
		run(&portable, &libcrypto, 0.0);	/* what is left of its assembly */
		return 0;
	}
	if (cpu_has_sha())
		good = run(&ni, &libcrypto, 0.9);
	else
		puts("SKIP bench sha256: this CPU has no SHA extensions");
	for (int i = 1; i < argc; i++) {
		const struct hasher plain = load_plain_c(argv[i]);

		good = run(&portable, &plain, 1.0) && good;
	}
	if (argc == 1)
		puts("SKIP bench sha256: no plain C library given (openssl-plain-c.sh)");
	return good ? 0 : 1;
}
