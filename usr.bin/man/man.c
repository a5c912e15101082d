/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * man, apropos, whatis: find manual pages and show them.
 *
 * A page is the file SECTION/NAME in a directory of the path; where there is
 * none, each page that says NAME is one of its names.  On a terminal the page
 * goes through a pager, with bold and underlined words, each as wide as the
 * terminal; elsewhere it is plain text of 78 columns.
 */
#include <sys/types.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <libutil.h>
#include <paths.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "man.h"
#include "mdoc.h"

#define	WIDTH		78
#define	MAXWIDTH	98	/* longer lines are hard to read */
#define	MAXPAGE		(4 * 1024 * 1024)

enum mode { SHOW, SHOW_FILES, KEYWORD, WHATIS };

static const struct option longopts[] = {
	{ "json",	no_argument,	NULL,	'J' },
	{ NULL,		0,		NULL,	0 },
};

static const char	*path;
static char		 section;	/* '\0': any */
static bool		 all, copy, where, json;
static FILE		*pager;

static const char	*order = "18234579";	/* of sections */

static bool	found(const char *);
static int	list(enum mode, char **);
static bool	show_file(const char *);
static bool	show_name(const char *);
static void	usage(enum mode) __dead2;

static enum mode
mode_of_name(void)
{

	if (strcmp(getprogname(), "apropos") == 0)
		return (KEYWORD);
	return (strcmp(getprogname(), "whatis") == 0 ? WHATIS : SHOW);
}

static bool
is_section(const char *s)
{

	return (s[0] >= '1' && s[0] <= '9' && s[1] == '\0');
}

static void
set_section(const char *s)
{

	if (!is_section(s))
		errx(1, "%s: not a section: 1 to 9", s);
	section = s[0];
}

int
main(int argc, char *argv[])
{
	enum mode first = mode_of_name(), mode = first;
	int ch, status = 0;

	path = getenv("MANPATH");
	if (path == NULL || *path == '\0')
		path = _PATH_MAN;
	while ((ch = getopt_long(argc, argv, first == SHOW ? "acfJklM:s:w" :
	    "JM:s:", longopts, NULL)) != -1) {
		switch (ch) {
		case 'a':
			all = true;
			break;
		case 'c':
			copy = true;
			break;
		case 'f':
			mode = WHATIS;
			break;
		case 'J':
			json = true;
			break;
		case 'k':
			mode = KEYWORD;
			break;
		case 'l':
			mode = SHOW_FILES;
			break;
		case 'M':
			path = optarg;
			break;
		case 's':
			set_section(optarg);
			break;
		case 'w':
			where = true;
			break;
		default:
			usage(first);
		}
	}
	argc -= optind;
	argv += optind;
	if (argc > 1 && mode == SHOW && section == '\0' &&
	    is_section(argv[0])) {
		set_section(*argv++);
		argc--;
	}
	if (argc == 0 || (json && mode != KEYWORD && mode != WHATIS))
		usage(first);
	if (mode == KEYWORD || mode == WHATIS)
		return (list(mode, argv));
	for (; *argv != NULL; argv++)
		if (mode == SHOW_FILES || strchr(*argv, '/') != NULL)
			status |= !found(*argv);
		else
			status |= !show_name(*argv);
	if (pager != NULL && pager != stdout)
		(void)pclose(pager);
	else if (fflush(stdout) != 0)
		err(1, "stdout");
	return (status);
}

/* --- showing -------------------------------------------------------------- */

static size_t
page_width(void)
{
	struct winsize ws;
	const char *s;
	long n = 0;

	if (!isatty(STDOUT_FILENO))
		return (WIDTH);
	if ((s = getenv("COLUMNS")) != NULL)
		n = strtol(s, NULL, 10);
	if (n <= 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0)
		n = ws.ws_col;
	if (n <= 20)
		n = WIDTH + 2;
	return (n - 2 > MAXWIDTH ? MAXWIDTH : (size_t)n - 2);
}

/* Where pages go; the pager is started with the first. */
static void
pager_open(void)
{
	const char *command = getenv("PAGER");

	if (pager != NULL)
		return;
	pager = stdout;
	if (copy || !isatty(STDOUT_FILENO))
		return;
	if (command == NULL || *command == '\0')
		command = "more -s";
	if ((pager = popen(command, "we")) == NULL)
		err(1, "%s", command);
}

static char *
read_file(const char *name, size_t *lenp)
{
	struct stat st;
	char *text;
	FILE *fp;
	int error = 0;

	if ((fp = fopen(name, "re")) == NULL)
		return (NULL);
	if (fstat(fileno(fp), &st) != 0)
		error = errno;
	else if (!S_ISREG(st.st_mode) || st.st_size > MAXPAGE)
		error = S_ISDIR(st.st_mode) ? EISDIR : EFTYPE;
	if (error != 0) {
		(void)fclose(fp);
		errno = error;
		return (NULL);
	}
	if ((text = malloc((size_t)st.st_size + 1)) == NULL)
		err(1, NULL);
	*lenp = fread(text, 1, (size_t)st.st_size, fp);
	text[*lenp] = '\0';
	(void)fclose(fp);
	return (text);
}

static bool
show_file(const char *name)
{
	size_t len;
	char *text;
	bool ok;

	if ((text = read_file(name, &len)) == NULL) {
		warn("%s", name);
		return (false);
	}
	pager_open();
	ok = mdoc_render(text, len, pager, page_width(),
	    !copy && isatty(STDOUT_FILENO));
	if (!ok)
		warnx("%s: not a manual page in mdoc", name);
	free(text);
	return (ok);
}

/* Show a page, or say where it is. */
static bool
found(const char *name)
{

	if (!where)
		return (show_file(name));
	(void)puts(name);
	return (true);
}

/* Show the file NAME.SECTION of each directory of the path. */
static bool
show_in(char s, const char *name)
{
	char *copy_, *next, *dir, *file;
	bool ok = false;

	if ((next = copy_ = strdup(path)) == NULL)
		err(1, NULL);
	while ((all || !ok) && (dir = strsep(&next, ":")) != NULL) {
		if (asprintf(&file, "%s/man%c/%s.%c", dir, s, name, s) == -1)
			err(1, NULL);
		if (*dir != '\0' && access(file, R_OK) == 0)
			ok |= found(file);
		free(file);
	}
	free(copy_);
	return (ok);
}

/* Show what has the name inside. */
static bool
show_scanned(const char *name)
{
	struct pages ps;
	bool ok = false;
	const char *s;
	size_t i;

	pages_scan(path, section, &ps);
	for (s = order; *s != '\0'; s++)
		for (i = 0; i < ps.n && (all || !ok); i++)
			if (ps.list[i].p_section == *s &&
			    page_has_name(&ps.list[i], name))
				ok |= found(ps.list[i].p_path);
	pages_free(&ps);
	return (ok);
}

static bool
show_name(const char *name)
{
	bool ok = false;
	const char *s;

	for (s = order; *s != '\0' && (all || !ok); s++)
		if (section == '\0' || section == *s)
			ok |= show_in(*s, name);
	if (!ok)
		ok = show_scanned(name);
	if (ok)
		return (true);
	if (section != '\0')
		warnx("no page %s in section %c", name, section);
	else
		warnx("no page %s; man -k %s looks for the word", name, name);
	return (false);
}

/* --- listing -------------------------------------------------------------- */

static void
json_string(const char *name, const char *s, const char *end)
{

	(void)printf("\"%s\": ", name);
	fput_json(s, strlen(s), stdout);
	(void)fputs(end, stdout);
}

static void
print_json(const struct page *p, bool first)
{
	const char section_[] = { p->p_section, '\0' };
	const char *s, *end;

	(void)printf("%s\n  {\"names\": [", first ? "" : ",");
	for (s = p->p_names; *s != '\0'; s = end + (*end == '\0' ? 0 : 2)) {
		if ((end = strchr(s, ',')) == NULL)
			end = s + strlen(s);
		fput_json(s, (size_t)(end - s), stdout);
		if (*end != '\0')
			(void)fputs(", ", stdout);
	}
	(void)fputs("], ", stdout);
	json_string("section", section_, ", ");
	json_string("description", p->p_text, "}");
}

static bool
matches(const struct page *p, enum mode mode, const char *word)
{

	if (mode == WHATIS)
		return (page_has_name(p, word));
	return (strcasestr(p->p_names, word) != NULL ||
	    strcasestr(p->p_text, word) != NULL);
}

/* Print the pages that match any of the words.  Status 1: none does. */
static int
list(enum mode mode, char **words)
{
	struct pages ps;
	size_t i, n = 0;
	char **w;

	pages_scan(path, section, &ps);
	if (json)
		(void)putchar('[');
	for (i = 0; i < ps.n; i++) {
		for (w = words; *w != NULL; w++)
			if (matches(&ps.list[i], mode, *w))
				break;
		if (*w == NULL)
			continue;
		if (json)
			print_json(&ps.list[i], n == 0);
		else
			(void)printf("%s(%c) - %s\n", ps.list[i].p_names,
			    ps.list[i].p_section, ps.list[i].p_text);
		n++;
	}
	if (json)
		(void)puts(n == 0 ? "]" : "\n]");
	else if (n == 0)
		warnx("nothing appropriate");
	pages_free(&ps);
	if (fflush(stdout) != 0)
		err(1, "stdout");
	return (n == 0);
}

static void
usage(enum mode mode)
{

	if (mode == KEYWORD)
		(void)fprintf(stderr, "usage: apropos [-J] [-M path] "
		    "[-s section] word ...\n");
	else if (mode == WHATIS)
		(void)fprintf(stderr, "usage: whatis [-J] [-M path] "
		    "[-s section] name ...\n");
	else
		(void)fprintf(stderr,
		    "usage: man [-acw] [-M path] [-s section] [section] "
		    "name ...\n"
		    "       man [-cw] -l file ...\n"
		    "       man -f | -k [-J] [-M path] [-s section] "
		    "word ...\n");
	exit(1);
}
