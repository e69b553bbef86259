#include "book/policy.h"

#include "base/banned.h"

/* Under jump, an item that was never reminded passes every condition but after_due. */
static void advise_jump(struct diag *d, const struct policy *p, const struct terms *terms)
{
	for (size_t i = 1; terms->escalate == ESCALATE_JUMP && i < terms->nlevels; i++) {
		const struct level *level = &terms->levels[i];
		struct place at = policy_place(p, level->line, level->col);

		at.column = "levels";
		if (!level->has_after_due)
			diag_note(d, at,
			    "under \"escalate: jump\" an item that was never reminded reaches "
			    "level \"%s\" as soon as it is due: it names no after_due",
			    level->id);
	}
}

void policy_advise(struct diag *d, const struct policy *p)
{
	for (size_t i = 0; i < p->nterms; i++)
		advise_jump(d, p, &p->terms[i]);
}
