#include "rules/schedule.h"

#include "base/banned.h"

void schedule_begin(struct schedule *s, const struct facts *facts, int delivery)
{
	*s = (struct schedule){
	    .facts = *facts, .state = *facts->state, .delivery = delivery, .last = -1};
}

bool schedule_next(struct schedule *s, int *level, date *on)
{
	s->facts.state = &s->state;
	if (!decide_next(&s->facts, level, on) || *level == s->last)
		return false;
	decide_advance(&s->state, s->facts.terms, *level, s->delivery, *on);
	s->facts.as_of = *on;
	s->last = *level;
	return true;
}
