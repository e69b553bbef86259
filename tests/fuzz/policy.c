/* Policies and rates: one that is taken can be printed with its defaults, and is taken again. */
#include "fuzz.h"

#include "book/policy.h"
#include "book/rates.h"
#include "book/yaml.h"

#include "base/banned.h"

static struct policy *load(struct slice text)
{
	struct diag d = {0};
	struct fuzz_file file = fuzz_file(text);
	struct policy *p = policy_load(&d, file.path);

	HOLDS((p == NULL) == diag_failed(&d));
	fuzz_close(&file);
	return p;
}

static void print(struct policy *p, struct buf *out)
{
	yaml_write(out, policy_tree(p));
	policy_free(p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct slice input = fuzz_input(data, size);
	struct buf once = {0}, twice = {0};
	struct diag d = {0};
	struct fuzz_file file = fuzz_file(input);
	struct policy *p = load(input);

	if (p != NULL) {
		print(p, &once);
		p = load(buf_slice(&once));
		HOLDS(p != NULL);
		print(p, &twice);
		HOLDS(slice_equal(buf_slice(&once), buf_slice(&twice)));
	}
	rates_free(rates_load(&d, file.path, 2));
	fuzz_close(&file);
	buf_free(&once);
	buf_free(&twice);
	return 0;
}
