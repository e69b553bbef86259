/*
 * What kind of character a byte is, in ASCII and whatever the locale. A byte of a longer UTF-8
 * character is of none of these kinds.
 */
#ifndef BASE_ASCII_H
#define BASE_ASCII_H

#include <stdbool.h>

static inline bool is_digit(int c)
{
	return c >= '0' && c <= '9';
}

static inline bool is_upper(int c)
{
	return c >= 'A' && c <= 'Z';
}

static inline bool is_lower(int c)
{
	return c >= 'a' && c <= 'z';
}

static inline bool is_letter(int c)
{
	return is_upper(c) || is_lower(c);
}

static inline bool is_alphanumeric(int c)
{
	return is_letter(c) || is_digit(c);
}

/* As it is, where it is no letter. */
static inline char to_upper(char c)
{
	return is_lower(c) ? (char)(c - 'a' + 'A') : c;
}

static inline char to_lower(char c)
{
	return is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

#endif
