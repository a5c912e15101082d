/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Numbers from text: C's strtol and strtoul, without errno.  A value out of
 * range gives the nearest that fits; nothing converted leaves *endp at s.
 *
 * Tests	tests/sys/kern/unit
 */
#include <sys/param.h>
#include <sys/systm.h>

static int
digit(int c)
{

	if (c >= '0' && c <= '9')
		return (c - '0');
	if (c >= 'a' && c <= 'z')
		return (c - 'a' + 10);
	if (c >= 'A' && c <= 'Z')
		return (c - 'A' + 10);
	return (36);
}

/*
 * The magnitude, at most a limit that depends on the sign; *negp tells of a
 * minus sign, *bigp that the limit was reached for want of room.
 */
static unsigned long
convert(const char *s, char **endp, int base, unsigned long limit_pos,
    unsigned long limit_neg, bool *negp, bool *bigp)
{
	const char *p = s;
	unsigned long limit, v = 0;
	bool any = false;
	u_int d;

	*bigp = false;
	while (*p == ' ' || (*p >= '\t' && *p <= '\r'))
		p++;
	*negp = *p == '-';
	if (*p == '-' || *p == '+')
		p++;
	limit = *negp ? limit_neg : limit_pos;
	if ((base == 0 || base == 16) && p[0] == '0' &&
	    (p[1] == 'x' || p[1] == 'X') && digit(p[2]) < 16) {
		p += 2;
		base = 16;
	} else if (base == 0)
		base = *p == '0' ? 8 : 10;
	for (; (d = (u_int)digit(*p)) < (u_int)base; p++) {
		any = true;
		if (*bigp || v > limit / (u_int)base ||
		    v * (u_int)base > limit - d) {
			v = limit;
			*bigp = true;
		} else
			v = v * (u_int)base + d;
	}
	if (endp != NULL)
		*endp = __DECONST(char *, any ? p : s);
	return (v);
}

unsigned long
strtoul(const char *__restrict s, char **__restrict endp, int base)
{
	unsigned long v;
	bool neg, big;

	v = convert(s, endp, base, ULONG_MAX, ULONG_MAX, &neg, &big);
	return (neg && !big ? -v : v);
}

long
strtol(const char *__restrict s, char **__restrict endp, int base)
{
	unsigned long v;
	bool neg, big;

	v = convert(s, endp, base, LONG_MAX, (unsigned long)LONG_MAX + 1,
	    &neg, &big);
	return (neg ? (long)-v : (long)v);
}
