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
#include <unistd.h>

#include "find.h"

struct node	*plus_list;

static char	**arg;
static bool	 acts;			/* there is an action */

static const struct primary {
	const char	*name;
	enum kind	 kind;
	char		 operand;	/* n number, s string, others special */
} primaries[] = {
	{ "-amin",	N_AMIN,		'n' },
	{ "-atime",	N_ATIME,	'n' },
	{ "-cmin",	N_CMIN,		'n' },
	{ "-ctime",	N_CTIME,	'n' },
	{ "-delete",	N_DELETE,	'a' },
	{ "-depth",	N_TRUE,		'd' },
	{ "-empty",	N_EMPTY,	0 },
	{ "-exec",	N_EXEC,		'x' },
	{ "-false",	N_FALSE,	0 },
	{ "-group",	N_GROUP,	'g' },
	{ "-iname",	N_INAME,	's' },
	{ "-inum",	N_INUM,		'n' },
	{ "-ipath",	N_IPATH,	's' },
	{ "-links",	N_LINKS,	'n' },
	{ "-ls",	N_LS,		'a' },
	{ "-maxdepth",	N_TRUE,		'M' },
	{ "-mindepth",	N_TRUE,		'm' },
	{ "-mmin",	N_MMIN,		'n' },
	{ "-mount",	N_TRUE,		'X' },
	{ "-mtime",	N_MTIME,	'n' },
	{ "-name",	N_NAME,		's' },
	{ "-newer",	N_NEWER,	'f' },
	{ "-nogroup",	N_NOGROUP,	0 },
	{ "-nouser",	N_NOUSER,	0 },
	{ "-ok",	N_OK,		'x' },
	{ "-path",	N_PATH,		's' },
	{ "-perm",	N_PERM,		'p' },
	{ "-print",	N_PRINT,	'a' },
	{ "-print0",	N_PRINT0,	'a' },
	{ "-prune",	N_PRUNE,	0 },
	{ "-quit",	N_QUIT,		'a' },
	{ "-size",	N_SIZE,		'S' },
	{ "-true",	N_TRUE,		0 },
	{ "-type",	N_TYPE,		't' },
	{ "-user",	N_USER,		'u' },
	{ "-xdev",	N_TRUE,		'X' },
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
	default: errx(1, "-size %s: unknown unit", s);
	}
	if (end[1] != '\0')
		errx(1, "-size %s: unknown unit", s);
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
		    n->kind == N_EXEC && strcmp(arg[-1], "{}") == 0) {
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

	if (p->operand == 'x') {
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
		if (p->operand == 'M')
			maxdepth = n->n;
		else if (p->operand == 'm')
			mindepth = n->n;
		break;
	case 'S':
		parse_size(n, s);
		break;
	case 'f':
		if (((ftsoptions & FTS_PHYSICAL) != 0 ? lstat(s, &st) :
		    stat(s, &st)) != 0)
			err(1, "%s", s);
		n->when = st.st_mtim;
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
	for (i = 0; i < sizeof(primaries) / sizeof(primaries[0]); i++)
		if (strcmp(primaries[i].name, name) == 0)
			break;
	if (i == sizeof(primaries) / sizeof(primaries[0]))
		errx(1, "%s: unknown primary", name);
	p = &primaries[i];
	n = node(p->kind, NULL, NULL);
	if (p->operand == 'a')
		acts = true;
	else if (p->operand == 'X')
		stay = true;
	else if (p->operand == 'd')
		depth = true;
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
