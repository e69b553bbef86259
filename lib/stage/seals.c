#include "stage/seals.h"

#include <unistd.h>

#include "base/plural.h"
#include "book/reseal.h"
#include "book/share.h"
#include "book/verify.h"

#include "base/banned.h"

/* What the history is, and the hash to keep elsewhere. */
static void tell_verdict(
    struct diag *d, const struct verdict *v, const char *history, struct spool *out)
{
	if (v->unsealed > 0)
		diag_warn(d, AT_FILE(history),
		    "%zu of %zu line%s %s no hash and no proof; where you know the history to be "
		    "right, show-history --seal gives each line one",
		    v->unsealed, v->lines, plural(v->lines), v->unsealed == 1 ? "has" : "have");
	else
		diag_note(d, AT_FILE(history), "%zu line%s, %s written%s", v->lines,
		    plural(v->lines), v->lines == 1 ? "as it was" : "all as they were",
		    v->forgotten > 0 ? "," : "");
	if (v->forgotten > 0)
		diag_note(d, AT_FILE(history),
		    "of %zu line%s the note and the address were taken out since", v->forgotten,
		    plural(v->forgotten));
	if (v->head[0] != '\0')
		buf_printf(&out->memory, "%s\n", v->head);
}

void seals_verify(struct diag *d, const char *history, const char *head, struct spool *out)
{
	struct verdict verdict;
	int fd = history_share(d, history);

	if (fd < 0)
		return;
	if (history_verify(d, history, UNSEALED_FIRST, head, &verdict)) {
		if (head)
			diag_note(d, AT_FILE(history), "%zu %s added since that hash",
			    verdict.since, verdict.since == 1 ? "line was" : "lines were");
		tell_verdict(d, &verdict, history, out);
	}
	close(fd);
}

void seals_make(struct diag *d, const char *history, struct spool *out)
{
	struct verdict verdict;
	bool changed;

	if (!history_seal(d, history, &verdict, &changed))
		return;
	diag_note(d, AT_FILE(history), changed ? "is sealed" : "was sealed already");
	tell_verdict(d, &verdict, history, out);
}

void seals_forget(struct diag *d, const char *history, date before, struct spool *out)
{
	struct verdict verdict;
	size_t count;

	if (!history_forget(d, history, before, &verdict, &count))
		return;
	diag_note(d, AT_FILE(history), "the note and the address of %zu line%s were taken out",
	    count, plural(count));
	tell_verdict(d, &verdict, history, out);
}
