/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * find: read the expression, by recursive descent: or, and, not, primary.
 */
#include <sys/stat.h>

#include <ctype.h>
#include <err.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "find.h"

struct node	*plus_list;

static char	**arg;
static bool	 acts;			/* there is an action */

static const struct primary {
	const char	*name;
	enum kind	 kind;
	char		 operand;	/* n number, s string, others special */
	char		 which;		/* time or kind of access */
} primaries[] = {
	{ "-amin",	N_AGE,		'n',	'a' },
	{ "-anewer",	N_NEWER,	'f',	'a' },
	{ "-atime",	N_AGE,		'T',	'a' },
	{ "-Bmin",	N_AGE,		'n',	'B' },
	{ "-Bnewer",	N_NEWER,	'f',	'B' },
	{ "-Btime",	N_AGE,		'T',	'B' },
	{ "-cmin",	N_AGE,		'n',	'c' },
	{ "-cnewer",	N_NEWER,	'f',	'c' },
	{ "-ctime",	N_AGE,		'T',	'c' },
	{ "-delete",	N_DELETE,	'a',	0 },
	{ "-depth",	N_TRUE,		'd',	0 },
	{ "-empty",	N_EMPTY,	0,	0 },
	{ "-exec",	N_EXEC,		'x',	0 },
	{ "-execdir",	N_EXEC,		'y',	0 },
	{ "-executable",	N_ACCESS,	0,	'x' },
	{ "-false",	N_FALSE,	0,	0 },
	{ "-follow",	N_TRUE,		'F',	0 },
	{ "-fstype",	N_FSTYPE,	's',	0 },
	{ "-gid",		N_GROUP,	'n',	0 },
	{ "-group",	N_GROUP,	'g',	0 },
	{ "-ilname",	N_ILNAME,	's',	0 },
	{ "-iname",	N_INAME,	's',	0 },
	{ "-inum",	N_INUM,		'n',	0 },
	{ "-ipath",	N_IPATH,	's',	0 },
	{ "-iregex",	N_REGEX,	'i',	0 },
	{ "-iwholename",	N_IPATH,	's',	0 },
	{ "-links",	N_LINKS,	'n',	0 },
	{ "-lname",	N_LNAME,	's',	0 },
	{ "-ls",		N_LS,		'a',	0 },
	{ "-maxdepth",	N_TRUE,		'M',	0 },
	{ "-mindepth",	N_TRUE,		'm',	0 },
	{ "-mmin",	N_AGE,		'n',	'm' },
	{ "-mnewer",	N_NEWER,	'f',	'm' },
	{ "-mount",	N_TRUE,		'X',	0 },
	{ "-mtime",	N_AGE,		'T',	'm' },
	{ "-name",	N_NAME,		's',	0 },
	{ "-newer",	N_NEWER,	'f',	'm' },
	{ "-nogroup",	N_NOGROUP,	0,	0 },
	{ "-nouser",	N_NOUSER,	0,	0 },
	{ "-ok",		N_OK,		'x',	0 },
	{ "-okdir",	N_OK,		'y',	0 },
	{ "-path",	N_PATH,		's',	0 },
	{ "-perm",	N_PERM,		'p',	0 },
	{ "-print",	N_PRINT,	'a',	0 },
	{ "-print0",	N_PRINT0,	'a',	0 },
	{ "-prune",	N_PRUNE,	0,	0 },
	{ "-quit",	N_QUIT,		'a',	0 },
	{ "-readable",	N_ACCESS,	0,	'r' },
	{ "-regex",	N_REGEX,	'r',	0 },
	{ "-samefile",	N_SAMEFILE,	'I',	0 },
	{ "-size",	N_SIZE,		'S',	0 },
	{ "-true",	N_TRUE,		0,	0 },
	{ "-type",	N_TYPE,		't',	0 },
	{ "-uid",		N_USER,		'n',	0 },
	{ "-user",	N_USER,		'u',	0 },
	{ "-wholename",	N_PATH,		's',	0 },
	{ "-writable",	N_ACCESS,	0,	'w' },
	{ "-xdev",	N_TRUE,		'X',	0 },
};

static struct node	*parse_or(void);

static struct node *
node(enum kind kind, struct node *left, struct node *right)
{
	struct node *n;

	if ((n = calloc(1, sizeof(*n))) == NULL)
		err(1, NULL);
	n->kind = kind;
	n->left = left;
	n->right = right;
	return (n);
}

static const char *
operand(const char *name)
{

	if (*arg == NULL)
		errx(1, "%s: an operand is missing", name);
	return (*arg++);
}

/*
 * Read +n, -n or n; what follows the number is returned.
 */
static const char *
number(struct node *n, const char *name, const char *s)
{
	const char *p = s;
	char *end;

	n->sign = *p == '+' ? 1 : *p == '-' ? -1 : 0;
	if (n->sign != 0)
		p++;
	if (!isdigit((unsigned char)*p))
		errx(1, "%s %s: not a number", name, s);
	n->n = strtoll(p, &end, 10);
	return (end);
}

static void
parse_size(struct node *n, const char *s)
{
	const char *end = number(n, "-size", s);

	switch (*end) {
	case '\0': n->unit = 512; return;
	case 'c': n->unit = 1; break;
	case 'k': n->unit = 1024; break;
	case 'M': n->unit = 1LL << 20; break;
	case 'G': n->unit = 1LL << 30; break;
	case 'T': n->unit = 1LL << 40; break;
	case 'P': n->unit = 1LL << 50; break;
	default: errx(1, "-size %s: unknown unit", s);
	}
	if (end[1] != '\0')
		errx(1, "-size %s: unknown unit", s);
}

/*
 * -atime and the like: days, or seconds as the sum of numbers with units.
 */
static void
parse_age(struct node *n, const char *name, const char *s)
{
	static const char units[] = "smhdw";
	static const long long seconds[] = { 1, 60, 3600, 86400, 604800 };
	const char *end = number(n, name, s), *unit;
	long long sum = 0;
	char *next;

	n->unit = 86400;
	if (*end == '\0')
		return;
	n->unit = 1;
	for (;; n->n = strtoll(end, &next, 10), end = next) {
		if (*end == '\0' || (unit = strchr(units, *end)) == NULL ||
		    n->n > LLONG_MAX / 604800 / 2)
			errx(1, "%s %s: not an age", name, s);
		sum += n->n * seconds[unit - units];
		if (*++end == '\0')
			break;
		if (!isdigit((unsigned char)*end))
			errx(1, "%s %s: not an age", name, s);
	}
	n->n = sum;
}

/*
 * The time of access, birth, change of the inode or modification.
 */
const struct timespec *
time_of(const struct stat *st, char which)
{

	return (which == 'a' ? &st->st_atim : which == 'B' ?
	    &st->st_birthtim : which == 'c' ? &st->st_ctim : &st->st_mtim);
}

static void
stat_operand(const char *s, struct stat *st)
{

	if (((ftsoptions & FTS_PHYSICAL) != 0 ? lstat(s, st) : stat(s, st)) !=
	    0)
		err(1, "%s", s);
}

/*
 * The operand of -newerXt.
 */
static void
parse_date(struct node *n, const char *s)
{
	static const char *const formats[] = {
		"%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M",
		"%Y-%m-%d", "@%s"
	};
	struct tm tm;
	const char *end;
	size_t i;

	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		memset(&tm, 0, sizeof(tm));
		tm.tm_isdst = -1;
		end = strptime(s, formats[i], &tm);
		if (end == NULL || *end != '\0')
			continue;
		n->when.tv_sec = mktime(&tm);
		return;
	}
	errx(1, "%s: not a date", s);
}

/*
 * -newerXY: is the time X later than the time Y of the operand?
 */
static struct node *
parse_newer(const char *name)
{
	struct node *n = node(N_NEWER, NULL, NULL);
	const char *s = operand(name);
	struct stat st;

	n->which = name[6];
	if (name[7] == 't')
		parse_date(n, s);
	else {
		stat_operand(s, &st);
		n->when = *time_of(&st, name[7]);
	}
	return (n);
}

static void
parse_regex(struct node *n, const char *s, bool icase)
{
	char message[128];
	int error;

	error = regcomp(&n->re, s, (extended ? REG_EXTENDED : 0) |
	    (icase ? REG_ICASE : 0));
	if (error == 0)
		return;
	(void)regerror(error, &n->re, message, sizeof(message));
	errx(1, "%s: %s", s, message);
}

/*
 * -exec: the words up to ";", or "+" behind "{}".
 */
static void
parse_exec(struct node *n, const char *name)
{

	acts = true;
	n->argv = arg;
	for (;; arg++, n->argc++) {
		if (*arg == NULL)
			errx(1, "%s: no ; or +", name);
		if (strcmp(*arg, ";") == 0)
			break;
		if (strcmp(*arg, "+") == 0 && n->argc > 0 &&
		    n->kind == N_EXEC && !n->indir && strcmp(arg[-1], "{}") == 0) {
			n->plus = true;
			n->argc--;
			n->nextplus = plus_list;
			plus_list = n;
			break;
		}
	}
	if (n->argc == 0)
		errx(1, "%s: no command", name);
	*arg++ = NULL;
}

static void
parse_owner(struct node *n, const char *name, const char *s, bool user)
{
	struct passwd *pw = user ? getpwnam(s) : NULL;
	struct group *gr = user ? NULL : getgrnam(s);

	if (pw != NULL)
		n->n = pw->pw_uid;
	else if (gr != NULL)
		n->n = gr->gr_gid;
	else if (*number(n, name, s) != '\0')
		errx(1, "%s %s: unknown", name, s);
}

static void
parse_operand(struct node *n, const struct primary *p)
{
	const char *s;
	struct stat st;
	void *mode;

	if (p->operand == 'x' || p->operand == 'y') {
		n->indir = p->operand == 'y';
		parse_exec(n, p->name);
		return;
	}
	s = operand(p->name);
	n->text = s;
	switch (p->operand) {
	case 'M':
	case 'm':
	case 'n':
		if (*number(n, p->name, s) != '\0')
			errx(1, "%s %s: not a number", p->name, s);
		n->unit = 60;
		if (p->operand == 'M')
			maxdepth = n->n;
		else if (p->operand == 'm')
			mindepth = n->n;
		break;
	case 'S':
		parse_size(n, s);
		break;
	case 'f':
		stat_operand(s, &st);
		n->when = st.st_mtim;
		break;
	case 'I':
		stat_operand(s, &st);
		n->dev = st.st_dev;
		n->n = (long long)st.st_ino;
		break;
	case 'T':
		parse_age(n, p->name, s);
		break;
	case 'i':
	case 'r':
		parse_regex(n, s, p->operand == 'i');
		break;
	case 'g':
	case 'u':
		parse_owner(n, p->name, s, p->operand == 'u');
		break;
	case 'p':
		/* -mode: all of these bits; /mode or +mode: any of them. */
		n->sign = *s == '-' ? -1 : *s == '/' ? 1 : 0;
		if (n->sign != 0)
			s++;
		if ((mode = setmode(s)) == NULL)
			errx(1, "-perm %s: invalid mode", n->text);
		n->n = getmode(mode, 0) & 07777;
		free(mode);
		break;
	case 't':
		if (s[0] == '\0' || s[1] != '\0' ||
		    strchr("bcdflps", s[0]) == NULL)
			errx(1, "-type %s: unknown type", s);
		break;
	default:
		break;
	}
}

/*
 * -depth alone, or with a number behind it.
 */
static void
parse_depth(struct node *n)
{
	const char *s = *arg;

	if (s == NULL || !isdigit((unsigned char)(*s == '+' || *s == '-' ?
	    s[1] : *s))) {
		depth = true;
		return;
	}
	n->kind = N_DEPTH;
	if (*number(n, "-depth", *arg++) != '\0')
		errx(1, "-depth %s: not a number", s);
}

static struct node *
parse_primary(void)
{
	const struct primary *p;
	const char *name = *arg++;
	struct node *n;
	size_t i;

	if (name == NULL)
		errx(1, "the expression ends too early");
	if (strcmp(name, "!") == 0 || strcmp(name, "-not") == 0)
		return (node(N_NOT, parse_primary(), NULL));
	if (strcmp(name, "(") == 0) {
		n = parse_or();
		if (*arg == NULL || strcmp(*arg++, ")") != 0)
			errx(1, "( without )");
		return (n);
	}
	if (strlen(name) == 8 && strncmp(name, "-newer", 6) == 0 &&
	    strchr("aBcm", name[6]) != NULL && strchr("aBcmt", name[7]) != NULL)
		return (parse_newer(name));
	for (i = 0; i < sizeof(primaries) / sizeof(primaries[0]); i++)
		if (strcmp(primaries[i].name, name) == 0)
			break;
	if (i == sizeof(primaries) / sizeof(primaries[0]))
		errx(1, "%s: unknown primary", name);
	p = &primaries[i];
	n = node(p->kind, NULL, NULL);
	n->which = p->which;
	if (p->operand == 'a')
		acts = true;
	else if (p->operand == 'X')
		stay = true;
	else if (p->operand == 'd')
		parse_depth(n);
	else if (p->operand == 'F')
		ftsoptions = FTS_LOGICAL;
	else if (p->operand != 0)
		parse_operand(n, p);
	if (p->kind == N_DELETE)
		depth = true;
	return (n);
}

static bool
accept(const char *a, const char *b)
{

	if (*arg == NULL || (strcmp(*arg, a) != 0 && strcmp(*arg, b) != 0))
		return (false);
	arg++;
	return (true);
}

static struct node *
parse_and(void)
{
	struct node *n = parse_primary();

	while (*arg != NULL && strcmp(*arg, ")") != 0 &&
	    strcmp(*arg, "-o") != 0 && strcmp(*arg, "-or") != 0) {
		(void)accept("-a", "-and");
		n = node(N_AND, n, parse_primary());
	}
	return (n);
}

static struct node *
parse_or(void)
{
	struct node *n = parse_and();

	while (accept("-o", "-or"))
		n = node(N_OR, n, parse_and());
	return (n);
}

/*
 * Read the expression; without an action, what is true is printed.
 */
struct node *
parse(char **argv)
{
	struct node *n;

	arg = argv;
	if (*arg == NULL)
		return (node(N_PRINT, NULL, NULL));
	n = parse_or();
	if (*arg != NULL)
		errx(1, "%s: unexpected", *arg);
	return (acts ? n : node(N_AND, n, node(N_PRINT, NULL, NULL)));
}
