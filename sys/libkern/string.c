/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * String functions, as in C and as BSD adds to it.
 *
 * Tests	tests/sys/kern/unit
 */
#include <sys/param.h>
#include <sys/systm.h>

#undef strlen

static inline int
lower(int c)
{

	return (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

size_t
strlen(const char *s)
{
	const char *p = s;

	while (*p != '\0')
		p++;
	return ((size_t)(p - s));
}

size_t
strnlen(const char *s, size_t max)
{
	size_t n;

	for (n = 0; n < max && s[n] != '\0'; n++)
		continue;
	return (n);
}

int
strcmp(const char *a, const char *b)
{

	while (*a == *b && *a != '\0') {
		a++;
		b++;
	}
	return ((unsigned char)*a - (unsigned char)*b);
}

int
strncmp(const char *a, const char *b, size_t n)
{

	for (; n > 0; n--, a++, b++) {
		if (*a != *b)
			return ((unsigned char)*a - (unsigned char)*b);
		if (*a == '\0')
			break;
	}
	return (0);
}

int
strcasecmp(const char *a, const char *b)
{
	int ca, cb;

	do {
		ca = lower((unsigned char)*a++);
		cb = lower((unsigned char)*b++);
	} while (ca == cb && ca != '\0');
	return (ca - cb);
}

char *
strchr(const char *s, int c)
{

	for (;; s++) {
		if (*s == (char)c)
			return (__DECONST(char *, s));
		if (*s == '\0')
			return (NULL);
	}
}

char *
strrchr(const char *s, int c)
{
	const char *found = NULL;

	for (;; s++) {
		if (*s == (char)c)
			found = s;
		if (*s == '\0')
			return (__DECONST(char *, found));
	}
}

char *
strstr(const char *s, const char *sub)
{
	size_t n = strlen(sub);

	for (;; s++) {
		if (strncmp(s, sub, n) == 0)
			return (__DECONST(char *, s));
		if (*s == '\0')
			return (NULL);
	}
}

/*
 * Both return the length of what they tried to make; the result is cut off
 * when that is not less than size.
 */
size_t
strlcpy(char *__restrict dst, const char *__restrict src, size_t size)
{
	size_t len = strlen(src);
	size_t n;

	if (size > 0) {
		n = len < size ? len : size - 1;
		memcpy(dst, src, n);
		dst[n] = '\0';
	}
	return (len);
}

size_t
strlcat(char *__restrict dst, const char *__restrict src, size_t size)
{
	size_t used = strnlen(dst, size);

	if (used == size)
		return (size + strlen(src));
	return (used + strlcpy(dst + used, src, size - used));
}

/*
 * Cut the first field off *sp, at any of delims; NULL after the last.
 */
char *
strsep(char **sp, const char *delims)
{
	char *start = *sp;
	char *p;

	if (start == NULL)
		return (NULL);
	for (p = start; *p != '\0'; p++) {
		if (strchr(delims, *p) != NULL) {
			*p = '\0';
			*sp = p + 1;
			return (start);
		}
	}
	*sp = NULL;
	return (start);
}
