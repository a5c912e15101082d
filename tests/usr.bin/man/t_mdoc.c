/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The renderer of man(1), on the build host with sanitizers; mandoc(1) of the
 * host is the judge of what a page says.
 */
#include <atf-c.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "mdoc.h"

#define	WIDE	1000		/* no line is parted; mandoc's largest */

/* The whole of a stream, NUL-terminated, to be freed. */
static char *
slurp(FILE *fp, size_t *lenp)
{
	char *text = NULL;
	size_t cap = 0, len = 0;

	do {
		cap = cap * 2 + 4096;
		ATF_REQUIRE((text = realloc(text, cap)) != NULL);
		len += fread(text + len, 1, cap - len - 1, fp);
	} while (len == cap - 1);
	text[len] = '\0';
	if (lenp != NULL)
		*lenp = len;
	return (text);
}

static char *
render(const char *page, size_t len, size_t width, bool styled)
{
	char *copy, *out;
	size_t size;
	FILE *fp;

	/* Exactly as long as it may be read. */
	ATF_REQUIRE((copy = malloc(len + 1)) != NULL);
	memcpy(copy, page, len);
	copy[len] = '\0';
	ATF_REQUIRE((fp = open_memstream(&out, &size)) != NULL);
	(void)mdoc_render(copy, len, fp, width, styled);
	(void)fclose(fp);
	free(copy);
	return (out);
}

/* A text without what is overstruck. */
static char *
plain(char *text)
{
	char *s, *d;

	for (s = d = text; *s != '\0'; s++)
		if (s[1] == '\b')
			s++;
		else
			*d++ = *s;
	*d = '\0';
	return (text);
}

static char *
run_mandoc(const char *path)
{
	char command[1024], *text;
	FILE *fp;

	(void)snprintf(command, sizeof(command),
	    "mandoc -Tascii -Ios=Tessera -Owidth=%d '%s'", WIDE, path);
	ATF_REQUIRE((fp = popen(command, "r")) != NULL);
	text = slurp(fp, NULL);
	ATF_REQUIRE_EQ(0, pclose(fp));
	return (plain(text));
}

/* Compare word by word; the first that differs is told. */
static void
compare(const char *path, char *want, char *have)
{
	static const char blank[] = " \t\n";
	char *w, *h, *wp = want, *hp = have;
	size_t n = 0;

	/* mandoc opens a quote with another sign. */
	for (w = want; *w != '\0'; w++)
		*w = *w == '`' ? '\'' : *w;
	for (h = have; *h != '\0'; h++)
		*h = *h == '`' ? '\'' : *h;
	do {
		w = strtok_r(wp, blank, &wp);
		h = strtok_r(hp, blank, &hp);
		n++;
	} while (w != NULL && h != NULL && strcmp(w, h) == 0);
	ATF_CHECK_MSG(w == NULL && h == NULL,
	    "%s: word %zu: mandoc `%s', ours `%s'", path, n,
	    w == NULL ? "(end)" : w, h == NULL ? "(end)" : h);
}

/* Call a function for each page of the tree. */
static void
each_page(void (*call)(const char *, char *, size_t))
{
	char *line = NULL, *page;
	size_t size = 0, len, n = 0;
	ssize_t got;
	FILE *fp, *list;

	list = popen("find '" TOP "' -path '" OBJROOT "' -prune -o "
	    "-path '*/.git' -prune -o -name '*.[1-9]' -print | sort", "r");
	ATF_REQUIRE(list != NULL);
	while ((got = getline(&line, &size, list)) > 0) {
		line[got - 1] = '\0';
		ATF_REQUIRE((fp = fopen(line, "r")) != NULL);
		page = slurp(fp, &len);
		(void)fclose(fp);
		call(line, page, len);
		free(page);
		n++;
	}
	ATF_REQUIRE_EQ(0, pclose(list));
	ATF_CHECK(n > 300);
	free(line);
}

static void
check_words(const char *path, char *page, size_t len)
{
	char *have = render(page, len, WIDE, false);
	char *want = run_mandoc(path);

	compare(path, want, have);
	free(want);
	free(have);
}

ATF_TC(words);
ATF_TC_HEAD(words, tc)
{
	atf_tc_set_md_var(tc, "descr", "every page has the words that mandoc "
	    "finds in it");
}
ATF_TC_BODY(words, tc)
{

	each_page(check_words);
}

static void
check_widths(const char *path, char *page, size_t len)
{
	char *wide = render(page, len, WIDE, false);
	char *narrow = render(page, len, 50, false);
	char *styled = plain(render(page, len, 50, true));

	ATF_CHECK_STREQ_MSG(narrow, styled, "%s", path);
	compare(path, wide, narrow);
	free(wide);
	free(narrow);
	free(styled);
}

ATF_TC(widths);
ATF_TC_HEAD(widths, tc)
{
	atf_tc_set_md_var(tc, "descr", "neither the width nor styles change "
	    "the words of a page");
}
ATF_TC_BODY(widths, tc)
{

	each_page(check_widths);
}

static const char sample[] =
    ".\\\" A comment.\n.Dd November 28, 2026\n.Dt SAMPLE 1\n.Os\n"
    ".Sh NAME\n.Nm sample\n.Nd show a page\n.Sh SYNOPSIS\n.Nm\n"
    ".Op Fl a | b\n.Op Fl f Ar file\n.Ar name ...\n.Sh DESCRIPTION\n"
    "One sentence that is longer than a line can be.\nAnother.\n"
    ".Bl -tag -width \"-f file\"\n.It Fl a\nThe first\n.Pq one .\n"
    ".It Fl f Ar file , Fl -file Ns = Ns Ar file\nThe second.\n.El\n"
    ".Bd -literal -offset indent\n$ a  b\n\\&.c\n.Ed\n";

ATF_TC_WITHOUT_HEAD(layout);
ATF_TC_BODY(layout, tc)
{
	char *text = render(sample, sizeof(sample) - 1, 46, false);

	ATF_CHECK_STREQ(
	    "SAMPLE(1)  General Commands Manual   SAMPLE(1)\n"
	    "\n"
	    "NAME\n"
	    "     sample - show a page\n"
	    "\n"
	    "SYNOPSIS\n"
	    "     sample [-a | -b] [-f file] name ...\n"
	    "\n"
	    "DESCRIPTION\n"
	    "     One sentence that is longer than a line\n"
	    "     can be.  Another.\n"
	    "\n"
	    "     -a       The first (one).\n"
	    "\n"
	    "     -f file, --file=file\n"
	    "              The second.\n"
	    "\n"
	    "           $ a  b\n"
	    "           .c\n"
	    "\n"
	    "Tessera       November 28, 2026        Tessera\n", text);
	free(text);
}

ATF_TC_WITHOUT_HEAD(styles);
ATF_TC_BODY(styles, tc)
{
	char *text = render(sample, sizeof(sample) - 1, 78, true);

	ATF_CHECK(strstr(text, "N\bNA\bAM\bME\bE\n") != NULL);
	ATF_CHECK(strstr(text, "[-\b-a\ba | -\b-b\bb] [-\b-f\bf "
	    "_\bf_\bi_\bl_\be]") != NULL);
	free(text);
}

ATF_TC_WITHOUT_HEAD(not_a_page);
ATF_TC_BODY(not_a_page, tc)
{
	char text[] = ".TH OLD 1\n.SH NAME\n", none[] = "";

	ATF_CHECK(!mdoc_render(text, strlen(text), stdout, 78, false));
	ATF_CHECK(!mdoc_render(none, 0, stdout, 78, false));
}

/*
 * Pages that no one wrote: pieces of the sample in any order.  The sanitizers
 * judge.
 */
ATF_TC_WITHOUT_HEAD(damaged);
ATF_TC_BODY(damaged, tc)
{
	static const char *const words[] = { "\n.Bl -tag -width ", "\n.El",
	    "\n.It ", "\n.Bd -literal", "\n.Ed", "\n.Fo f", "\n.Fc", "Xo ",
	    "Xc ", "Oo ", "Oc ", "Ta ", "\n.Bl -column a b", " \"", "\\",
	    "\\(", "\\[", "\\*", "\\f", "\n.", "\n.Sh ", "\n.Nm ", "Ns ",
	    "Op ", ". ", "( ", "99999999n", "-offset ", "\n.Rs", "\n.%A x",
	    "\n.Re", "\n.Sm off", "\t", "\377", "Fl ", "\n.Pp\n", "text ",
	    "\n.Rv -std", "\n.Ex -std a b", "\n.Dt ", "At ", "St ", "Xr " };
	unsigned int seed = 1, i, n;
	char page[4096];
	size_t len;

	for (n = 0; n < 3000; n++) {
		len = (size_t)snprintf(page, sizeof(page), ".Dd today\n");
		for (i = 0; i < 60; i++) {
			seed = seed * 1103515245 + 12345;
			len += (size_t)snprintf(page + len,
			    sizeof(page) - len, "%s", words[(seed >> 16) %
			    (sizeof(words) / sizeof(words[0]))]);
		}
		free(render(page, len, 40, n % 2 == 0));
	}
	for (len = 0; len < sizeof(sample); len++)
		free(render(sample, len, 20, true));
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, words);
	ATF_TP_ADD_TC(tp, widths);
	ATF_TP_ADD_TC(tp, layout);
	ATF_TP_ADD_TC(tp, styles);
	ATF_TP_ADD_TC(tp, not_a_page);
	ATF_TP_ADD_TC(tp, damaged);
	return (atf_no_error());
}
