/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Strings to integers.  One conversion to an unsigned magnitude serves all
 * types; each then applies its own range.
 */

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>

/*
 * The magnitude of the number at s in base; sign and overflow are told apart.
 * *endp is s itself if there is no number.
 */
static uintmax_t
parse(const char *s, char **endp, int base, bool *negp, bool *overp)
{
	const char *p = s, *digits;
	unsigned int digit;
	uintmax_t v = 0;
	bool over = false, any = false;

	*negp = *overp = false;
	if (endp != NULL)
		*endp = __DECONST(char *, s);
	if (base < 0 || base == 1 || base > 36) {
		errno = EINVAL;
		return (0);
	}
	while (isspace((unsigned char)*p))
		p++;
	if (*p == '-' || *p == '+')
		*negp = *p++ == '-';
	digits = p;
	if (*p == '0' && (base == 0 || base == 16) && (p[1] | 0x20) == 'x' &&
	    isxdigit((unsigned char)p[2])) {
		base = 16;
		digits = p + 2;
	} else if (*p == '0' && (base == 0 || base == 2) &&
	    (p[1] | 0x20) == 'b' && (p[2] == '0' || p[2] == '1')) {
		base = 2;
		digits = p + 2;
	} else if (base == 0)
		base = *p == '0' ? 8 : 10;
	for (p = digits;; p++) {
		if (*p >= '0' && *p <= '9')
			digit = (unsigned int)(*p - '0');
		else if ((*p | 0x20) >= 'a' && (*p | 0x20) <= 'z')
			digit = (unsigned int)((*p | 0x20) - 'a' + 10);
		else
			break;
		if (digit >= (unsigned int)base)
			break;
		any = true;
		over |= __builtin_mul_overflow(v, (uintmax_t)base, &v);
		over |= __builtin_add_overflow(v, (uintmax_t)digit, &v);
	}
	if (any && endp != NULL)
		*endp = __DECONST(char *, p);
	*overp = over;
	return (v);
}

intmax_t
strtoimax(const char *__restrict s, char **__restrict endp, int base)
{
	bool neg, over;
	uintmax_t v = parse(s, endp, base, &neg, &over);

	if (over || v > (uintmax_t)INTMAX_MAX + neg) {
		errno = ERANGE;
		return (neg ? INTMAX_MIN : INTMAX_MAX);
	}
	return ((intmax_t)(neg ? -v : v));
}

uintmax_t
strtoumax(const char *__restrict s, char **__restrict endp, int base)
{
	bool neg, over;
	uintmax_t v = parse(s, endp, base, &neg, &over);

	if (over) {
		errno = ERANGE;
		return (UINTMAX_MAX);
	}
	return (neg ? -v : v);
}

long
strtol(const char *__restrict s, char **__restrict endp, int base)
{
	return (strtoimax(s, endp, base));
}

long long
strtoll(const char *__restrict s, char **__restrict endp, int base)
{
	return (strtoimax(s, endp, base));
}

unsigned long
strtoul(const char *__restrict s, char **__restrict endp, int base)
{
	return (strtoumax(s, endp, base));
}

unsigned long long
strtoull(const char *__restrict s, char **__restrict endp, int base)
{
	return (strtoumax(s, endp, base));
}

int64_t
strtoq(const char *s, char **endp, int base)
{
	return (strtoimax(s, endp, base));
}

uint64_t
strtouq(const char *s, char **endp, int base)
{
	return (strtoumax(s, endp, base));
}

int
atoi(const char *s)
{
	return ((int)strtol(s, NULL, 10));
}

long
atol(const char *s)
{
	return (strtol(s, NULL, 10));
}

long long
atoll(const char *s)
{
	return (strtoll(s, NULL, 10));
}
