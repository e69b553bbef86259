/*
 * Functions and types that this project does not use, as compile errors.
 *
 * Include it last in every .c file, after the system's headers and our own: a
 * poisoned name may still stand in a header that was read before.
 *
 * Money and dates are integers here, so the floating types are banned with the
 * functions that read them. The rooms that draw (lib/letter) or talk to a
 * library whose interface is floating (ICU) say so with BANNED_ALLOW_FLOAT
 * before the include, and never let money through such a type.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

/* With _FORTIFY_SOURCE some of them are macros, and a macro cannot be poisoned. */
#undef strcpy
#undef strcat
#undef strncpy
#undef strncat
#undef sprintf
#undef vsprintf
#undef gets

#ifndef BANNED_ALLOW_FLOAT
#pragma GCC poison double float
#endif
#pragma GCC poison strtod strtof strtold atof	  /* money is not floating */
#pragma GCC poison atoi atol atoll sscanf	  /* no way to see a bad number */
#pragma GCC poison strcpy strcat strncpy strncat  /* no bound, or no end */
#pragma GCC poison sprintf vsprintf gets	  /* no bound */
#pragma GCC poison strtok			  /* hidden state */
#pragma GCC poison localtime gmtime ctime asctime /* hidden state, local zone */
#ifndef BANNED_ALLOW_LOCALTIME /* lib/value/clock.c asks which day it is here */
#pragma GCC poison localtime_r mktime		  /* a due date has no zone */
#endif
#pragma GCC poison tmpnam mktemp tempnam	  /* races */
#pragma GCC poison system popen			  /* a shell would read data */
#pragma GCC poison rand srand random		  /* same input, same bytes */
#pragma GCC poison setlocale			  /* the locale never changes CSV */

#endif
