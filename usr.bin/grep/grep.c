/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * grep: print the lines that match a pattern.  This file reads the options and
 * finds the files; match.c compares lines and search.c goes through a file.
 */
#include <sys/types.h>
#include <sys/stat.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <fts.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "grep.h"

enum directories { DIR_READ, DIR_SKIP, DIR_RECURSE };
enum {
	OPT_BINARY_FILES = 256, OPT_COLOR, OPT_EXCLUDE, OPT_EXCLUDE_DIR,
	OPT_INCLUDE, OPT_LABEL, OPT_LINE_BUFFERED, OPT_NULL
};

/* Rules about names, of --include, --exclude and --exclude-dir. */
struct rule {
	const char	*glob;
	int		 kind;
};

struct options opt = {
	.eol = '\n', .max = -1, .label = "(standard input)", .sgr = "01;31"
};

static enum directories	 directories = DIR_READ;
static bool		 skip_devices;
static int		 walk = FTS_PHYSICAL;
static struct rule	*rules;
static size_t		 nrules;
static bool		 have_pattern, have_names;
static int		 rval = 1;

static const char shortopts[] =
    "0123456789A:B:C:D:EFGHILORSUabcd:e:f:hilm:nopqrsvwxyz";
static const struct option longopts[] = {
	{ "after-context",	required_argument,	NULL,	'A' },
	{ "basic-regexp",	no_argument,		NULL,	'G' },
	{ "before-context",	required_argument,	NULL,	'B' },
	{ "binary",		no_argument,		NULL,	'U' },
	{ "binary-files",	required_argument,	NULL,
	    OPT_BINARY_FILES },
	{ "byte-offset",	no_argument,		NULL,	'b' },
	{ "color",		optional_argument,	NULL,	OPT_COLOR },
	{ "colour",		optional_argument,	NULL,	OPT_COLOR },
	{ "context",		required_argument,	NULL,	'C' },
	{ "count",		no_argument,		NULL,	'c' },
	{ "devices",		required_argument,	NULL,	'D' },
	{ "directories",	required_argument,	NULL,	'd' },
	{ "exclude",		required_argument,	NULL,	OPT_EXCLUDE },
	{ "exclude-dir",	required_argument,	NULL,
	    OPT_EXCLUDE_DIR },
	{ "extended-regexp",	no_argument,		NULL,	'E' },
	{ "file",		required_argument,	NULL,	'f' },
	{ "files-with-matches",	no_argument,		NULL,	'l' },
	{ "files-without-match", no_argument,		NULL,	'L' },
	{ "fixed-strings",	no_argument,		NULL,	'F' },
	{ "ignore-case",	no_argument,		NULL,	'i' },
	{ "include",		required_argument,	NULL,	OPT_INCLUDE },
	{ "invert-match",	no_argument,		NULL,	'v' },
	{ "label",		required_argument,	NULL,	OPT_LABEL },
	{ "line-buffered",	no_argument,		NULL,
	    OPT_LINE_BUFFERED },
	{ "line-number",	no_argument,		NULL,	'n' },
	{ "line-regexp",	no_argument,		NULL,	'x' },
	{ "max-count",		required_argument,	NULL,	'm' },
	{ "no-filename",	no_argument,		NULL,	'h' },
	{ "no-messages",	no_argument,		NULL,	's' },
	{ "null",		no_argument,		NULL,	OPT_NULL },
	{ "null-data",		no_argument,		NULL,	'z' },
	{ "only-matching",	no_argument,		NULL,	'o' },
	{ "quiet",		no_argument,		NULL,	'q' },
	{ "recursive",		no_argument,		NULL,	'r' },
	{ "regexp",		required_argument,	NULL,	'e' },
	{ "silent",		no_argument,		NULL,	'q' },
	{ "text",		no_argument,		NULL,	'a' },
	{ "with-filename",	no_argument,		NULL,	'H' },
	{ "word-regexp",	no_argument,		NULL,	'w' },
	{ NULL,			0,			NULL,	0 }
};

static void	option(int, const char *);
static void	search_file(const char *, const char *);
static void	search_tree(const char *);
static void	usage(void) __dead2;

/*
 * Add a digit of an option like -2, the context's size.  Digits that do not
 * stand together begin a new number.
 */
static void
option_digit(int ch, int word, bool newword)
{
	static int lastword = -1;
	static bool any;

	if (!any || lastword != word || newword)
		opt.before = 0;
	any = true;
	lastword = word;
	if (opt.before < INT_MAX)
		opt.before = opt.before * 10 + (ch - '0');
	opt.after = opt.before;
}

int
main(int argc, char *argv[])
{
	const char *name = getprogname();
	int ch, last = 0, word = 1;

	if (name[0] == 'e')
		opt.syntax = SYNTAX_EXTENDED;
	else if (name[0] == 'f')
		opt.syntax = SYNTAX_FIXED;
	while ((ch = getopt_long(argc, argv, shortopts, longopts, NULL)) !=
	    -1) {
		if (ch >= '0' && ch <= '9')
			option_digit(ch, word, last < '0' || last > '9');
		else
			option(ch, optarg);
		last = ch;
		word = optind;
	}
	argc -= optind;
	argv += optind;
	if (!have_pattern) {
		if (argc == 0)
			usage();
		match_add(*argv, strlen(*argv));
		argv++;
		argc--;
	}
	match_compile();
	if (opt.only || opt.count || opt.files || opt.files_without ||
	    opt.quiet)
		opt.after = opt.before = 0;
	if (!have_names)
		opt.names = argc > 1 || directories == DIR_RECURSE;

	if (argc == 0 && directories == DIR_RECURSE)
		search_tree(".");
	else if (argc == 0)
		search_file("-", opt.label);
	for (; *argv != NULL; argv++) {
		if (strcmp(*argv, "-") == 0)
			search_file("-", opt.label);
		else if (directories == DIR_RECURSE)
			search_tree(*argv);
		else
			search_file(*argv, *argv);
	}
	if (fclose(stdout) != 0)
		err(2, "stdout");
	return (rval);
}

static long long
number(int ch, const char *s)
{
	const char *errstr;
	long long n;

	n = strtonum(s, 0, LLONG_MAX, &errstr);
	if (errstr != NULL)
		errx(2, "-%c %s: %s", ch, s, errstr);
	return (n);
}

static void
add_rule(int kind, const char *glob)
{

	rules = reallocarray(rules, nrules + 1, sizeof(*rules));
	if (rules == NULL)
		err(2, NULL);
	rules[nrules].kind = kind;
	rules[nrules++].glob = glob;
}

static void
option_color(const char *when)
{
	const char *s, *term;

	if (when == NULL || strcmp(when, "auto") == 0) {
		term = getenv("TERM");
		opt.color = isatty(STDOUT_FILENO) && term != NULL &&
		    strcmp(term, "dumb") != 0;
	} else if (strcmp(when, "always") == 0)
		opt.color = true;
	else if (strcmp(when, "never") == 0)
		opt.color = false;
	else
		errx(2, "--color=%s: not always, auto or never", when);
	if ((s = getenv("GREP_COLOR")) != NULL && *s != '\0')
		opt.sgr = s;
}

static void
option_word(int ch, const char *s)
{

	if (ch == OPT_BINARY_FILES) {
		if (strcmp(s, "binary") == 0)
			opt.binary = BINARY_MESSAGE;
		else if (strcmp(s, "text") == 0)
			opt.binary = BINARY_TEXT;
		else if (strcmp(s, "without-match") == 0)
			opt.binary = BINARY_SKIP;
		else
			errx(2, "--binary-files=%s: unknown", s);
	} else if (ch == 'D') {
		if (strcmp(s, "read") != 0 && strcmp(s, "skip") != 0)
			errx(2, "-D %s: not read or skip", s);
		skip_devices = strcmp(s, "skip") == 0;
	} else if (strcmp(s, "read") == 0)
		directories = DIR_READ;
	else if (strcmp(s, "skip") == 0)
		directories = DIR_SKIP;
	else if (strcmp(s, "recurse") == 0)
		directories = DIR_RECURSE;
	else
		errx(2, "-d %s: not read, recurse or skip", s);
}

/*
 * The options that choose what is searched and matched.
 */
static bool
option_input(int ch, const char *arg)
{

	switch (ch) {
	case 'D':
	case 'd':
	case OPT_BINARY_FILES:
		option_word(ch, arg);
		break;
	case 'E':
		opt.syntax = SYNTAX_EXTENDED;
		break;
	case 'F':
		opt.syntax = SYNTAX_FIXED;
		break;
	case 'G':
		opt.syntax = SYNTAX_BASIC;
		break;
	case 'I':
		opt.binary = BINARY_SKIP;
		break;
	case 'O':
		walk = FTS_PHYSICAL | FTS_COMFOLLOW;
		break;
	case 'R':
	case 'r':
		directories = DIR_RECURSE;
		break;
	case 'S':
		walk = FTS_LOGICAL;
		break;
	case 'U':
		opt.binary = BINARY_MESSAGE;
		break;
	case 'a':
		opt.binary = BINARY_TEXT;
		break;
	case 'e':
		match_add(arg, strlen(arg));
		have_pattern = true;
		break;
	case 'f':
		match_add_file(arg);
		have_pattern = true;
		break;
	case 'i':
	case 'y':
		opt.icase = true;
		break;
	case 'p':
		walk = FTS_PHYSICAL;
		break;
	case 'v':
		opt.invert = true;
		break;
	case 'w':
		opt.word = true;
		break;
	case 'x':
		opt.line = true;
		break;
	case 'z':
		opt.eol = '\0';
		break;
	case OPT_EXCLUDE:
	case OPT_EXCLUDE_DIR:
	case OPT_INCLUDE:
		add_rule(ch, arg);
		break;
	default:
		return (false);
	}
	return (true);
}

static void
option(int ch, const char *arg)
{

	if (option_input(ch, arg))
		return;
	switch (ch) {
	case 'A':
		opt.after = number(ch, arg);
		break;
	case 'B':
		opt.before = number(ch, arg);
		break;
	case 'C':
		opt.after = opt.before = number(ch, arg);
		break;
	case 'H':
	case 'h':
		opt.names = ch == 'H';
		have_names = true;
		break;
	case 'L':
	case 'l':
		opt.files_without = ch == 'L';
		opt.files = ch == 'l';
		break;
	case 'b':
		opt.bytes = true;
		break;
	case 'c':
		opt.count = true;
		break;
	case 'm':
		opt.max = number(ch, arg);
		break;
	case 'n':
		opt.number = true;
		break;
	case 'o':
		opt.only = true;
		break;
	case 'q':
		opt.quiet = true;
		break;
	case 's':
		opt.silent = true;
		break;
	case OPT_COLOR:
		option_color(arg);
		break;
	case OPT_LABEL:
		opt.label = arg;
		break;
	case OPT_LINE_BUFFERED:
		opt.linebuf = true;
		break;
	case OPT_NULL:
		opt.null = true;
		break;
	default:
		usage();
	}
}

static void
complain(const char *name, int error)
{

	if (!opt.silent)
		warnc(error, "%s", name);
	rval = 2;
}

static void
search_file(const char *path, const char *name)
{
	struct stat st;
	int fd = STDIN_FILENO, result;

	if (strcmp(path, "-") != 0 || name != opt.label) {
		if ((directories == DIR_SKIP || skip_devices) &&
		    stat(path, &st) == 0 &&
		    ((directories == DIR_SKIP && S_ISDIR(st.st_mode)) ||
		    (skip_devices && !S_ISDIR(st.st_mode) &&
		    !S_ISREG(st.st_mode))))
			return;
		if ((fd = open(path, O_RDONLY)) < 0) {
			complain(name, errno);
			return;
		}
	}
	result = search_fd(fd, name);
	if (fd != STDIN_FILENO)
		(void)close(fd);
	if (result == 0 && opt.quiet)
		exit(0);
	if (result == 2 || (result == 0 && rval == 1))
		rval = result;
}

/*
 * Do the rules want a file?  The last one that speaks of it decides; where
 * none does, it is wanted unless there are --include rules.
 */
static bool
wanted(const char *name)
{
	bool answer = true;
	size_t i;

	for (i = 0; i < nrules; i++)
		if (rules[i].kind == OPT_INCLUDE)
			answer = false;
	for (i = 0; i < nrules; i++)
		if (rules[i].kind != OPT_EXCLUDE_DIR &&
		    fnmatch(rules[i].glob, name, 0) == 0)
			answer = rules[i].kind == OPT_INCLUDE;
	return (answer);
}

static bool
wanted_directory(const char *name)
{
	size_t i;

	for (i = 0; i < nrules; i++)
		if (rules[i].kind == OPT_EXCLUDE_DIR &&
		    fnmatch(rules[i].glob, name, 0) == 0)
			return (false);
	return (true);
}

static int
by_name(const FTSENT * const *a, const FTSENT * const *b)
{

	return (strcmp((*a)->fts_name, (*b)->fts_name));
}

static void
search_tree(const char *root)
{
	char *path, *paths[2];
	const char *name;
	FTSENT *p;
	FTS *fts;

	if ((path = strdup(root)) == NULL)
		err(2, NULL);
	paths[0] = path;
	paths[1] = NULL;
	if ((fts = fts_open(paths, walk, by_name)) == NULL)
		err(2, "%s", root);
	while (errno = 0, (p = fts_read(fts)) != NULL) {
		name = p->fts_path;
		if (strcmp(root, ".") == 0 && strncmp(name, "./", 2) == 0)
			name += 2;
		switch (p->fts_info) {
		case FTS_D:
			if (p->fts_level > 0 && !wanted_directory(p->fts_name))
				(void)fts_set(fts, p, FTS_SKIP);
			break;
		case FTS_DC:
			if (!opt.silent)
				warnx("%s: the directory contains itself",
				    name);
			rval = 2;
			break;
		case FTS_DNR:
		case FTS_ERR:
		case FTS_NS:
			complain(name, p->fts_errno);
			break;
		case FTS_F:
			if (wanted(p->fts_name))
				search_file(p->fts_accpath, name);
			break;
		case FTS_SL:
		case FTS_SLNONE:
			/* An operand that is a link is searched. */
			if (p->fts_level == 0)
				search_file(p->fts_accpath, name);
			break;
		case FTS_DEFAULT:
			if (p->fts_level == 0 && !skip_devices)
				search_file(p->fts_accpath, name);
			break;
		default:
			break;
		}
	}
	if (errno != 0)
		err(2, "%s", root);
	(void)fts_close(fts);
	free(path);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: grep [-EFGHILORSUabchilnopqrsvwxz] "
	    "[-A lines] [-B lines] [-C lines]\n"
	    "            [-D action] [-d action] [-m count] [--color[=when]]\n"
	    "            [-e pattern] [-f file] [pattern] [file ...]\n");
	exit(2);
}
