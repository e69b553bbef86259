/*
 * A date formula (Business Central's grammar): up to three of
 * [+|-] (number unit | unit number | C unit), unit D, WD, W, M, Q or Y; or a
 * plain whole number of days. "30D", "1M+5D", "CM+1W", "-CM", "D15", "WD2".
 *   number unit   that many units on; months clip to the month's last day; WD counts Monday
 *                 to Friday
 *   C unit        the end of the current week, month, quarter, year; -C unit its first day
 *                 (WD: the end of the current week as well; CD: the day itself)
 *   D15, WD2      the next such day of the month (its last one when it is shorter), weekday
 *                 (1 Monday); strictly after, with "-" before
 *   W10, M3, Q2, Y2027   the next week, month, quarter, year of that number: its last day
 * Letters may be of either case, and the whole may stand in <>. A formula of another year that has
 * passed (Y2020) gives no date.
 */
#ifndef VALUE_FORMULA_H
#define VALUE_FORMULA_H

#include "value/date.h"

struct formula {
	struct formula_term {
		signed char sign; /* +1 or -1; 0 ends the list */
		enum formula_kind {
			FORMULA_ADD,	/* number unit */
			FORMULA_ON,	/* unit number */
			FORMULA_CURRENT /* C unit */
		} kind;
		enum formula_unit {
			UNIT_DAY,
			UNIT_WEEKDAY,
			UNIT_WEEK,
			UNIT_MONTH,
			UNIT_QUARTER,
			UNIT_YEAR
		} unit;
		int32_t number;
	} terms[3];
};

bool formula_parse(struct slice text, struct formula *out);
/* Whether it counts days forward alone: without a minus it never leads before its start. */
bool formula_goes_forward(const struct formula *f);
/* False when the result is no date between DATE_LEAST and DATE_MOST. */
bool formula_apply(const struct formula *f, date from, date *out);
/* Writes the formula as the policy would hold it: a plain number of days as digits. */
enum { FORMULA_TEXT = 48 };
void formula_format(const struct formula *f, char text[FORMULA_TEXT]);
static inline struct formula formula_days(int32_t days)
{
	return (struct formula){
	    .terms = {{days < 0 ? -1 : 1, FORMULA_ADD, UNIT_DAY, days < 0 ? -days : days}}};
}

#endif
