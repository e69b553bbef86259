/* NAME FILE...: the inputs of a corpus through a target, one after the other, without a fuzzer. */
#include "fuzz.h"

#include "base/file.h"

#include "base/banned.h"

int main(int argc, char **argv)
{
	diag_program("replay");
	for (int i = 1; i < argc; i++) {
		struct diag d = {0};
		struct buf input = {0};

		HOLDS(file_read(&d, argv[i], 1 << 24, &input));
		printf("%s\n", argv[i]);
		fflush(stdout);
		(void)LLVMFuzzerTestOneInput((const uint8_t *)input.data, input.length);
		buf_free(&input);
	}
	return 0;
}
