/* What a noun ends with behind its number: 1 item, 2 items, 0 items. */
#ifndef BASE_PLURAL_H
#define BASE_PLURAL_H

static inline const char *plural(unsigned long count)
{
	return count == 1 ? "" : "s";
}

#endif
