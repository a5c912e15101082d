/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * grep: the patterns.
 *
 * A pattern without special characters is searched with memmem(3); others
 * become regular expressions.  Of the matches of all patterns the leftmost
 * counts, and of those the longest.
 */
#include <ctype.h>
#include <err.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "grep.h"

struct pattern {
	char	*text;
	size_t	 len;
	bool	 fixed;
	regex_t	 re;
};

static struct pattern	*patterns;
static size_t		 npatterns, room;

static void
add_line(const char *s, size_t len)
{
	struct pattern *p;

	if (npatterns == room) {
		room = room * 2 + 8;
		patterns = reallocarray(patterns, room, sizeof(*patterns));
		if (patterns == NULL)
			err(2, NULL);
	}
	p = &patterns[npatterns++];
	if ((p->text = malloc(len + 1)) == NULL)
		err(2, NULL);
	(void)memcpy(p->text, s, len);
	p->text[len] = '\0';
	p->len = len;
	p->fixed = false;
}

/*
 * Add a list of patterns, separated by newlines.
 */
void
match_add(const char *s, size_t len)
{
	const char *nl;

	while ((nl = memchr(s, '\n', len)) != NULL) {
		add_line(s, (size_t)(nl - s));
		len -= (size_t)(nl + 1 - s);
		s = nl + 1;
	}
	add_line(s, len);
}

/*
 * Add each line of a file; an empty one has no patterns.
 */
void
match_add_file(const char *path)
{
	FILE *fp = stdin;
	char *line = NULL;
	size_t size = 0;
	ssize_t n;

	if (strcmp(path, "-") != 0 && (fp = fopen(path, "r")) == NULL)
		err(2, "%s", path);
	while ((n = getline(&line, &size, fp)) > 0) {
		if (line[n - 1] == '\n')
			n--;
		add_line(line, (size_t)n);
	}
	if (ferror(fp))
		err(2, "%s", path);
	free(line);
	if (fp != stdin)
		(void)fclose(fp);
}

void
match_compile(void)
{
	struct pattern *p;
	char message[128];
	int flags, error;
	size_t i;

	flags = opt.syntax == SYNTAX_EXTENDED ? REG_EXTENDED :
	    opt.syntax == SYNTAX_FIXED ? REG_NOSPEC : REG_BASIC;
	if (opt.icase)
		flags |= REG_ICASE;
	for (i = 0; i < npatterns; i++) {
		p = &patterns[i];
		p->fixed = !opt.icase && (opt.syntax == SYNTAX_FIXED ||
		    strcspn(p->text, "\\[]().*+?{}|^$") == p->len);
		if (p->fixed)
			continue;
		p->re.re_endp = p->text + p->len;
		error = regcomp(&p->re, p->text, flags | REG_PEND);
		if (error != 0) {
			(void)regerror(error, &p->re, message,
			    sizeof(message));
			errx(2, "%s: %s", p->text, message);
		}
	}
}

/*
 * The leftmost longest match in line[from, len) of one pattern.  The text in
 * front of from is known to have been there.
 */
static bool
find_one(const struct pattern *p, const char *line, size_t from, size_t len,
    int eflags, size_t *so, size_t *eo)
{
	const char *hit;
	regmatch_t m;
	int error;

	if (p->fixed) {
		hit = p->len == 0 ? line + from :
		    memmem(line + from, len - from, p->text, p->len);
		if (hit == NULL)
			return (false);
		*so = (size_t)(hit - line);
		*eo = *so + p->len;
		return (true);
	}
	m.rm_so = (regoff_t)from;
	m.rm_eo = (regoff_t)len;
	if (from > 0)
		eflags |= REG_NOTBOL;
	error = regexec(&p->re, line, 1, &m, eflags | REG_STARTEND);
	if (error == REG_NOMATCH)
		return (false);
	if (error != 0)
		errx(2, "%s: the match takes too much memory", p->text);
	*so = (size_t)m.rm_so;
	*eo = (size_t)m.rm_eo;
	return (true);
}

static bool
word_at(const char *line, size_t at, size_t len)
{
	mbstate_t mbs = { 0 };
	wchar_t wc;
	size_t n;

	if ((unsigned char)line[at] < 0x80)
		return (line[at] == '_' || isalnum((unsigned char)line[at]));
	n = mbrtowc(&wc, line + at, len - at, &mbs);
	return (n != (size_t)-1 && n != (size_t)-2 && iswalnum((wint_t)wc));
}

/*
 * Is there no word character on either side of line[so, eo)?
 */
static bool
is_word(const char *line, size_t len, size_t so, size_t eo)
{
	size_t at;

	if (so > 0) {
		at = so - 1;
		while (at > 0 && ((unsigned char)line[at] & 0xc0) == 0x80)
			at--;
		if (word_at(line, at, len))
			return (false);
	}
	return (eo >= len || !word_at(line, eo, len));
}

/*
 * The leftmost longest match that is a word.  At each place shorter matches
 * are tried when the longest goes on into a word.
 */
static bool
find_word(const struct pattern *p, const char *line, size_t from, size_t len,
    size_t *so, size_t *eo)
{
	size_t start, end, s, e;

	while (from <= len && find_one(p, line, from, len, 0, so, eo)) {
		if (is_word(line, len, *so, *eo))
			return (true);
		start = *so;
		for (end = *eo; !p->fixed && end > start; end = e) {
			if (!find_one(p, line, start, end - 1, REG_NOTEOL,
			    &s, &e) || s != start)
				break;
			if (is_word(line, len, s, e)) {
				*eo = e;
				return (true);
			}
		}
		from = start + 1;
	}
	return (false);
}

/*
 * Find the leftmost longest match of any pattern that begins at or behind
 * line[from]; the line has len bytes.
 */
bool
match_find(const char *line, size_t from, size_t len, size_t *sop,
    size_t *eop)
{
	const struct pattern *p;
	bool found = false, hit;
	size_t so, eo, i;

	for (i = 0; i < npatterns; i++) {
		p = &patterns[i];
		if (opt.line && p->fixed) {
			hit = from == 0 && p->len == len &&
			    memcmp(line, p->text, len) == 0;
			so = 0;
			eo = len;
		} else if (opt.line)
			hit = from == 0 &&
			    find_one(p, line, 0, len, 0, &so, &eo) &&
			    so == 0 && eo == len;
		else if (opt.word)
			hit = find_word(p, line, from, len, &so, &eo);
		else
			hit = find_one(p, line, from, len, 0, &so, &eo);
		if (!hit || (found && (so > *sop ||
		    (so == *sop && eo <= *eop))))
			continue;
		found = true;
		*sop = so;
		*eop = eo;
		/* Which of them it is matters for these only. */
		if (!opt.only && !opt.color)
			break;
	}
	return (found);
}
