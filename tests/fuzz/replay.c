/* Runs a fuzz entry over the files on the command line: the committed corpus, in check-unit. */
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>

static void replay(const char *path)
{
	static u8 buffer[1 << 20];
	FILE *file = fopen(path, "rb");
	size_t bytes;
	u8 *exact;

	if (file == NULL) {
		perror(path);
		exit(1);
	}
	bytes = fread(buffer, 1, sizeof(buffer), file);
	(void)fclose(file);
	/* In case the run ends here. */
	fprintf(stderr, "input: %s (%zu bytes)\n", path, bytes);
	exact = fuzz_copy(buffer, bytes); /* a read behind its end fails under ASan */
	(void)LLVMFuzzerTestOneInput(exact, bytes);
	free(exact);
}

/* The last line is the one that tests/unit/run counts. */
int main(int count, char **paths)
{
	for (int i = 1; i < count; i++)
		replay(paths[i]);
	printf("[  PASSED  ] %d test(s).\n", count - 1);
	return count > 1 ? 0 : 1;
}
