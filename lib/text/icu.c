#include "text/icu.h"

#include "base/diag.h"

#include <dlfcn.h>
#include <string.h>

#define BANNED_ALLOW_FLOAT
#include "base/banned.h"

/* As a number and a name are written: 72 is "72", and unum_open is "unum_open_72". */
#define TEXT_OF(name) #name
#define TEXT(name) TEXT_OF(name)

static void find(void *library, const char *name, void *pointer)
{
	void *found = dlsym(library, name);

	if (found == NULL)
		diag_die(STATUS_INTERNAL, "ICU: %s", dlerror());
	memcpy(pointer, &found, sizeof found);
}

static void load(struct icu *out)
{
	/* With what it needs, libicuuc among it. It stays until the end. */
	void *library = dlopen("libicui18n.so." TEXT(U_ICU_VERSION_MAJOR_NUM), RTLD_NOW);

	if (library == NULL)
		diag_die(STATUS_TEMPFAIL, "ICU: %s", dlerror());
#define ICU_FIND(name) find(library, TEXT(name), &out->name);
	ICU_FUNCTIONS(ICU_FIND)
#undef ICU_FIND
}

const struct icu *icu(void)
{
	static struct icu loaded;

	if (loaded.unum_open == NULL)
		load(&loaded);
	return &loaded;
}
