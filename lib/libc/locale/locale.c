/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Locales.  There are two: "C", alias "POSIX", and "C.UTF-8", to which every name
 * with UTF-8 as its character set leads.  They differ in name only: the
 * multibyte encoding is UTF-8 in both, and everything else is that of the C
 * locale.
 */

#include <errno.h>
#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define	NAME_SIZE	16
#define	NCATEGORIES	(_LC_LAST - 1)

struct __locale {
	unsigned int	utf8;		/* bit for each category */
};

static const char	name_c[] = "C";
static const char	name_utf8[] = "C.UTF-8";

static struct __locale	global_locale;
static struct __locale	c_locale;
static __thread locale_t thread_locale;

/* 0 for the C locale, 1 for UTF-8, -1 for one that does not exist. */
static int
name_kind(const char *name)
{
	const char *dot;

	if (strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0)
		return (0);
	dot = strchr(name, '.');
	if (dot == NULL)
		return (-1);
	dot++;
	if (strncasecmp(dot, "UTF-8", 5) == 0 ||
	    strncasecmp(dot, "UTF8", 4) == 0)
		return (1);
	return (-1);
}

/* The name that the environment gives a category. */
static const char *
env_name(int category)
{
	static const char *const variables[_LC_LAST] = {
		[LC_COLLATE] = "LC_COLLATE", [LC_CTYPE] = "LC_CTYPE",
		[LC_MONETARY] = "LC_MONETARY", [LC_NUMERIC] = "LC_NUMERIC",
		[LC_TIME] = "LC_TIME", [LC_MESSAGES] = "LC_MESSAGES"
	};
	const char *name;

	name = getenv("LC_ALL");
	if (name == NULL || *name == '\0')
		name = getenv(variables[category]);
	if (name == NULL || *name == '\0')
		name = getenv("LANG");
	return (name == NULL || *name == '\0' ? name_c : name);
}

static int
category_kind(int category, const char *name)
{
	int kind = name_kind(*name != '\0' ? name : env_name(category));

	/* An unknown name in the environment is no reason to fail. */
	return (kind == -1 && *name == '\0' ? 0 : kind);
}

char *
setlocale(int category, const char *name)
{
	unsigned int utf8 = global_locale.utf8;
	int i, kind;

	if (category < 0 || category >= _LC_LAST) {
		errno = EINVAL;
		return (NULL);
	}
	if (name != NULL) {
		for (i = 1; i < _LC_LAST; i++) {
			if (category != LC_ALL && category != i)
				continue;
			if ((kind = category_kind(i, name)) == -1) {
				errno = ENOENT;
				return (NULL);
			}
			utf8 = (utf8 & ~(1U << i)) | (unsigned int)kind << i;
		}
		global_locale.utf8 = utf8;
	}
	if (category == LC_ALL)
		category = LC_CTYPE;
	return (__DECONST(char *,
	    (utf8 & 1U << category) != 0 ? name_utf8 : name_c));
}

locale_t
newlocale(int mask, const char *name, locale_t base)
{
	locale_t loc = base;
	int i, kind;

	if ((mask & ~LC_ALL_MASK) != 0 || name == NULL) {
		errno = EINVAL;
		return (NULL);
	}
	for (i = 1; i < _LC_LAST; i++) {
		if ((mask & 1 << (i - 1)) != 0 &&
		    category_kind(i, name) == -1) {
			errno = ENOENT;
			return (NULL);
		}
	}
	if (loc == NULL && (loc = calloc(1, sizeof(*loc))) == NULL)
		return (NULL);
	for (i = 1; i < _LC_LAST; i++) {
		if ((mask & 1 << (i - 1)) == 0)
			continue;
		kind = category_kind(i, name);
		loc->utf8 = (loc->utf8 & ~(1U << i)) | (unsigned int)kind << i;
	}
	return (loc);
}

locale_t
duplocale(locale_t loc)
{
	locale_t copy = malloc(sizeof(*copy));

	if (copy != NULL)
		*copy = loc == LC_GLOBAL_LOCALE ? global_locale :
		    loc == NULL ? c_locale : *loc;
	return (copy);
}

void
freelocale(locale_t loc)
{
	if (loc != LC_GLOBAL_LOCALE)
		free(loc);
}

locale_t
uselocale(locale_t loc)
{
	locale_t old = thread_locale != NULL ? thread_locale :
	    LC_GLOBAL_LOCALE;

	if (loc != NULL)
		thread_locale = loc == LC_GLOBAL_LOCALE ? NULL : loc;
	return (old);
}

struct lconv *
localeconv(void)
{
	static char empty[] = "", point[] = ".";
	static struct lconv lc = {
		.decimal_point = point,
		.thousands_sep = empty,
		.grouping = empty,
		.int_curr_symbol = empty,
		.currency_symbol = empty,
		.mon_decimal_point = empty,
		.mon_thousands_sep = empty,
		.mon_grouping = empty,
		.positive_sign = empty,
		.negative_sign = empty,
		.int_frac_digits = 127,
		.frac_digits = 127,
		.p_cs_precedes = 127,
		.p_sep_by_space = 127,
		.n_cs_precedes = 127,
		.n_sep_by_space = 127,
		.p_sign_posn = 127,
		.n_sign_posn = 127,
		.int_p_cs_precedes = 127,
		.int_n_cs_precedes = 127,
		.int_p_sep_by_space = 127,
		.int_n_sep_by_space = 127,
		.int_p_sign_posn = 127,
		.int_n_sign_posn = 127
	};

	return (&lc);
}
