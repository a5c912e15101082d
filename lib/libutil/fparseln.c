/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * fparseln: a logical line of a file of settings: comments are cut off, lines
 * that go on are joined, escapes are taken away where the flags say so.
 */
#include <libutil.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char default_delim[3] = { '\\', '\\', '#' };

/*
 * Is the byte at an index escaped, by an odd number of escapes before it?
 */
static bool
escaped(const char *s, size_t at, char esc)
{
	size_t n = 0;

	if (esc == '\0')
		return (false);
	while (n < at && s[at - 1 - n] == esc)
		n++;
	return (n % 2 == 1);
}

static bool
drops_escape(char c, const char delim[3], int flags)
{

	if (delim[2] != '\0' && c == delim[2])
		return ((flags & FPARSELN_UNESCCOMM) != 0);
	/* The usual delimiters have one character for both. */
	if (c == delim[1] && c == delim[0])
		return ((flags & (FPARSELN_UNESCCONT | FPARSELN_UNESCESC)) !=
		    0);
	if (delim[1] != '\0' && c == delim[1])
		return ((flags & FPARSELN_UNESCCONT) != 0);
	if (c == delim[0])
		return ((flags & FPARSELN_UNESCESC) != 0);
	return ((flags & FPARSELN_UNESCREST) != 0);
}

static size_t
unescape(char *s, size_t len, const char delim[3], int flags)
{
	size_t from, to = 0;

	for (from = 0; from < len; from++) {
		if (s[from] == delim[0] && from + 1 < len) {
			if (!drops_escape(s[from + 1], delim, flags))
				s[to++] = s[from];
			from++;
		}
		s[to++] = s[from];
	}
	return (to);
}

/*
 * The length of a line without its newline, its comment, and the mark that it
 * goes on, which *morep tells; *commentp tells that it is only a comment.
 */
static size_t
line_length(const char *s, size_t len, const char delim[3], bool *morep,
    bool *commentp)
{
	size_t i;

	*morep = *commentp = false;
	if (len > 0 && s[len - 1] == '\n')
		len--;
	for (i = 0; delim[2] != '\0' && i < len; i++)
		if (s[i] == delim[2] && !escaped(s, i, delim[0])) {
			*commentp = i == 0;
			return (i);
		}
	if (delim[1] != '\0' && len > 0 && s[len - 1] == delim[1] &&
	    !escaped(s, len - 1, delim[0])) {
		*morep = true;
		len--;
	}
	return (len);
}

char *
fparseln(FILE *fp, size_t *lenp, size_t *linenop, const char delim[3],
    int flags)
{
	char *line = NULL, *buf = NULL, *p;
	size_t room = 0, len = 0, n;
	bool more, comment;
	ssize_t got;

	if (delim == NULL)
		delim = default_delim;
	do {
		if ((got = getline(&line, &room, fp)) < 0) {
			/* An end after a line that goes on ends that line. */
			if (ferror(fp) || buf == NULL)
				goto fail;
			break;
		}
		if (linenop != NULL)
			(*linenop)++;
		n = line_length(line, (size_t)got, delim, &more, &comment);
		if (comment && buf == NULL) {
			more = true;
			continue;
		}
		if ((p = realloc(buf, len + n + 1)) == NULL)
			goto fail;
		buf = p;
		memcpy(buf + len, line, n);
		len += n;
	} while (more);
	free(line);
	if (delim[0] != '\0' && (flags & FPARSELN_UNESCALL) != 0)
		len = unescape(buf, len, delim, flags);
	buf[len] = '\0';
	if (lenp != NULL)
		*lenp = len;
	return (buf);

fail:
	free(line);
	free(buf);
	if (lenp != NULL)
		*lenp = 0;
	return (NULL);
}
