/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Showing a manual page in mdoc(7): texts, and the macros that may stand
 * anywhere on a line of macros.  mdoc.c has the model.
 * Tests	tests/usr.bin/man/t_mdoc.c
 */
#include <ctype.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "mdoc_impl.h"

/* --- text ----------------------------------------------------------------- */

static const struct {
	const char	*name, *text;
} specials[] = {
	{ "dq", "\"" }, { "aq", "'" }, { "oq", "'" }, { "cq", "'" },
	{ "lq", "\"" }, { "rq", "\"" }, { "ba", "|" }, { "Ba", "|" },
	{ "bu", "o" }, { "em", "--" }, { "en", "-" }, { "hy", "-" },
	{ "mi", "-" }, { "+-", "+-" }, { "mu", "x" }, { "<=", "<=" },
	{ ">=", ">=" }, { "!=", "!=" }, { "->", "->" }, { "<-", "<-" },
	{ "rs", "\\" }, { "ti", "~" }, { "ha", "^" }, { "Lt", "<" },
	{ "Gt", ">" }, { "Le", "<=" }, { "Ge", ">=" }, { "Am", "&" },
	{ "Pm", "+-" }, { "co", "(C)" }, { "if", "infinity" },
};

/* The name of a special character at s; returns what is behind it. */
static const char *
special(const char *s, const char **textp)
{
	char name[16];
	size_t i, len;

	*textp = "";
	if (*s == '(') {
		len = strnlen(s + 1, 2);
		(void)snprintf(name, sizeof(name), "%.*s", (int)len, s + 1);
		s += 1 + len;
	} else if (*s == '[') {
		len = strcspn(s + 1, "]");
		(void)snprintf(name, sizeof(name), "%.*s", (int)len, s + 1);
		s += 1 + len + (s[1 + len] == ']');
	} else {
		len = strnlen(s, 1);
		(void)snprintf(name, sizeof(name), "%.*s", (int)len, s);
		s += len;
	}
	for (i = 0; i < nitems(specials); i++)
		if (strcmp(name, specials[i].name) == 0)
			*textp = specials[i].text;
	return (s);
}

/* Replace the escapes of a text in place: none gets longer. */
char *
mdoc_unescape(char *text)
{
	const char *s = text, *t;
	char *d = text;

	while (*s != '\0') {
		if (*s != '\\') {
			*d++ = *s++;
			continue;
		}
		s++;
		switch (*s) {
		case '\0':
			break;
		case 'e':
			*d++ = '\\';
			s++;
			break;
		case '&':
		case '|':
		case '^':
		case 'c':
			s++;
			break;
		case ' ':
		case '~':
			*d++ = NBSP;
			s++;
			break;
		case 'f':
			s = special(s + 1, &t);
			break;
		case '(':
		case '[':
		case '*':
			s = special(*s == '*' ? s + 1 : s, &t);
			while (*t != '\0' && d < s)
				*d++ = *t++;
			break;
		default:
			*d++ = *s++;
			break;
		}
	}
	*d = '\0';
	return (text);
}

/* Does a word end a sentence?  Closing marks may stand behind its end. */
bool
mdoc_ends_sentence(const char *s)
{
	size_t n = strlen(s);

	while (n > 0 && strchr("\"')]", s[n - 1]) != NULL)
		n--;
	return (n > 0 && strchr(".!?", s[n - 1]) != NULL);
}

/* --- arguments ------------------------------------------------------------ */

char *
mdoc_word(char **pp)
{
	char *p = *pp + strspn(*pp, " \t"), *word = p;

	if (*p == '\0')
		return (NULL);
	while (*p != '\0' && *p != ' ' && *p != '\t')
		p += p[0] == '\\' && p[1] != '\0' ? 2 : 1;
	*pp = *p == '\0' ? p : p + 1;
	*p = '\0';
	return (word);
}

/* A quoted argument, in which two quotes are one; p is behind the first. */
static char *
quoted(char *p, char **endp)
{
	char *d = p, *s = p;

	while (*s != '\0' && (*s != '"' || s[1] == '"')) {
		s += *s == '"';
		*d++ = *s++;
	}
	*endp = *s == '\0' ? s : s + 1;
	*d = '\0';
	return (p);
}

/* The arguments of a line of macros, the macro itself first. */
void
mdoc_split(struct mdoc *m, char *p)
{
	struct arg *a;

	for (m->nargs = 0; m->nargs < MAXARGS; m->nargs++) {
		a = &m->args[m->nargs];
		p += strspn(p, " \t");
		a->quoted = *p == '"';
		a->text = a->quoted ? quoted(p + 1, &p) : mdoc_word(&p);
		if (a->text == NULL)
			break;
	}
}

enum mark
mdoc_mark(const struct arg *a)
{

	if (a->quoted || a->text[0] == '\0' || a->text[1] != '\0')
		return (NOMARK);
	if (strchr("([", a->text[0]) != NULL)
		return (OPENS);
	if (strchr(".,:;)]?!", a->text[0]) != NULL)
		return (CLOSES);
	return (a->text[0] == '|' ? BETWEEN : NOMARK);
}

static void
put_mark(struct mdoc *m, const char *s, enum mark mark)
{

	if (mark == CLOSES)
		m->out.nospace = true;
	out_word(&m->out, s, PLAIN);
	if (mark == OPENS)
		m->out.nospace = true;
	m->out.sentence = mark == CLOSES && mdoc_ends_sentence(s);
}

/* A text in a style, which may have blanks that lines break at. */
void
mdoc_put(struct mdoc *m, char *s, enum style style)
{

	out_word(&m->out, mdoc_unescape(s), style);
}

void
mdoc_put_const(struct mdoc *m, const char *s, enum style style)
{

	out_word(&m->out, s, style);
}

/* --- macros that may stand anywhere --------------------------------------- */

static size_t	call_close(struct mdoc *, const struct inl *, size_t, size_t);
static size_t	call_enclose(struct mdoc *, const struct inl *, size_t, size_t);
static size_t	call_fa(struct mdoc *, const struct inl *, size_t, size_t);
static size_t	call_fl(struct mdoc *, const struct inl *, size_t, size_t);
static size_t	call_fn(struct mdoc *, const struct inl *, size_t, size_t);
static size_t	call_in(struct mdoc *, const struct inl *, size_t, size_t);
static size_t	call_nm(struct mdoc *, const struct inl *, size_t, size_t);
static size_t	call_ns(struct mdoc *, const struct inl *, size_t, size_t);
static size_t	call_open(struct mdoc *, const struct inl *, size_t, size_t);
static size_t	call_os(struct mdoc *, const struct inl *, size_t, size_t);
static size_t	call_pf(struct mdoc *, const struct inl *, size_t, size_t);
static size_t	call_st(struct mdoc *, const struct inl *, size_t, size_t);
static size_t	call_style(struct mdoc *, const struct inl *, size_t, size_t);
static size_t	call_ta(struct mdoc *, const struct inl *, size_t, size_t);
static size_t	call_xo(struct mdoc *, const struct inl *, size_t, size_t);
static size_t	call_xr(struct mdoc *, const struct inl *, size_t, size_t);

static const struct inl inlines[] = {
	{ "Ac",	call_close,	PLAIN,	NULL,	">" },
	{ "Ad",	call_style,	UNDER,	NULL,	NULL },
	{ "An",	call_style,	PLAIN,	NULL,	NULL },
	{ "Ao",	call_open,	PLAIN,	"<",	NULL },
	{ "Aq",	call_enclose,	PLAIN,	"<",	">" },
	{ "Ar",	call_style,	UNDER,	"file ...", NULL },
	{ "At",	call_os,	PLAIN,	"AT&T UNIX", NULL },
	{ "Bc",	call_close,	PLAIN,	NULL,	"]" },
	{ "Bo",	call_open,	PLAIN,	"[",	NULL },
	{ "Bq",	call_enclose,	PLAIN,	"[",	"]" },
	{ "Brc", call_close,	PLAIN,	NULL,	"}" },
	{ "Bro", call_open,	PLAIN,	"{",	NULL },
	{ "Brq", call_enclose,	PLAIN,	"{",	"}" },
	{ "Bsx", call_os,	PLAIN,	"BSD/OS", NULL },
	{ "Bx",	call_os,	PLAIN,	"BSD",	NULL },
	{ "Cd",	call_style,	BOLD,	NULL,	NULL },
	{ "Cm",	call_style,	BOLD,	NULL,	NULL },
	{ "Dc",	call_close,	PLAIN,	NULL,	"\"" },
	{ "Do",	call_open,	PLAIN,	"\"",	NULL },
	{ "Dq",	call_enclose,	PLAIN,	"\"",	"\"" },
	{ "Dv",	call_style,	PLAIN,	NULL,	NULL },
	{ "Dx",	call_os,	PLAIN,	"DragonFly", NULL },
	{ "Em",	call_style,	UNDER,	NULL,	NULL },
	{ "Er",	call_style,	PLAIN,	NULL,	NULL },
	{ "Ev",	call_style,	PLAIN,	NULL,	NULL },
	{ "Fa",	call_fa,	UNDER,	NULL,	NULL },
	{ "Fd",	call_style,	BOLD,	NULL,	NULL },
	{ "Fl",	call_fl,	BOLD,	NULL,	NULL },
	{ "Fn",	call_fn,	BOLD,	NULL,	NULL },
	{ "Ft",	call_style,	UNDER,	NULL,	NULL },
	{ "Fx",	call_os,	PLAIN,	"FreeBSD", NULL },
	{ "Ic",	call_style,	BOLD,	NULL,	NULL },
	{ "In",	call_in,	BOLD,	NULL,	NULL },
	{ "Lb",	call_st,	PLAIN,	NULL,	NULL },
	{ "Li",	call_style,	PLAIN,	NULL,	NULL },
	{ "Ms",	call_style,	BOLD,	NULL,	NULL },
	{ "Nm",	call_nm,	BOLD,	NULL,	NULL },
	{ "No",	call_style,	PLAIN,	NULL,	NULL },
	{ "Ns",	call_ns,	PLAIN,	NULL,	NULL },
	{ "Nx",	call_os,	PLAIN,	"NetBSD", NULL },
	{ "Oc",	call_close,	PLAIN,	NULL,	"]" },
	{ "Oo",	call_open,	PLAIN,	"[",	NULL },
	{ "Op",	call_enclose,	PLAIN,	"[",	"]" },
	{ "Ox",	call_os,	PLAIN,	"OpenBSD", NULL },
	{ "Pa",	call_style,	UNDER,	"~",	NULL },
	{ "Pc",	call_close,	PLAIN,	NULL,	")" },
	{ "Pf",	call_pf,	PLAIN,	NULL,	NULL },
	{ "Po",	call_open,	PLAIN,	"(",	NULL },
	{ "Pq",	call_enclose,	PLAIN,	"(",	")" },
	{ "Qc",	call_close,	PLAIN,	NULL,	"\"" },
	{ "Ql",	call_enclose,	PLAIN,	"'",	"'" },
	{ "Qo",	call_open,	PLAIN,	"\"",	NULL },
	{ "Qq",	call_enclose,	PLAIN,	"\"",	"\"" },
	{ "Sc",	call_close,	PLAIN,	NULL,	"'" },
	{ "So",	call_open,	PLAIN,	"'",	NULL },
	{ "Sq",	call_enclose,	PLAIN,	"'",	"'" },
	{ "St",	call_st,	PLAIN,	NULL,	NULL },
	{ "Sx",	call_style,	UNDER,	NULL,	NULL },
	{ "Sy",	call_style,	BOLD,	NULL,	NULL },
	{ "Ta",	call_ta,	PLAIN,	NULL,	NULL },
	{ "Tn",	call_style,	PLAIN,	NULL,	NULL },
	{ "Ux",	call_os,	PLAIN,	"UNIX",	NULL },
	{ "Va",	call_style,	UNDER,	NULL,	NULL },
	{ "Vt",	call_style,	UNDER,	NULL,	NULL },
	{ "Xc",	call_xo,	PLAIN,	NULL,	NULL },
	{ "Xo",	call_xo,	PLAIN,	NULL,	NULL },
	{ "Xr",	call_xr,	PLAIN,	NULL,	NULL },
};

const struct inl *
mdoc_inline(const struct arg *a)
{
	size_t i;

	if (a->quoted)
		return (NULL);
	for (i = 0; i < nitems(inlines); i++)
		if (strcmp(inlines[i].name, a->text) == 0)
			return (&inlines[i]);
	return (NULL);
}

/* The arguments from i to n: macros, marks and words.  Returns n. */
size_t
mdoc_run(struct mdoc *m, size_t i, size_t n)
{
	const struct inl *f;
	enum mark mark;

	while (i < n) {
		if ((f = mdoc_inline(&m->args[i])) != NULL) {
			i = f->call(m, f, i + 1, n);
			continue;
		}
		mark = mdoc_mark(&m->args[i]);
		if (mark != NOMARK)
			put_mark(m, m->args[i].text, mark);
		else
			mdoc_put(m, m->args[i].text, PLAIN);
		i++;
	}
	return (n);
}

/* Is argument i a word, neither a macro nor a mark? */
bool
mdoc_is_word(const struct mdoc *m, size_t i, size_t n)
{

	return (i < n && mdoc_inline(&m->args[i]) == NULL &&
	    mdoc_mark(&m->args[i]) == NOMARK);
}

/* Words in a style, up to the next macro; marks among them have none. */
static size_t
call_style(struct mdoc *m, const struct inl *f, size_t i, size_t n)
{
	bool any = false;
	enum mark mark;

	for (; i < n && mdoc_inline(&m->args[i]) == NULL; i++) {
		mark = mdoc_mark(&m->args[i]);
		if (mark == CLOSES && !any && f->open != NULL)
			mdoc_put_const(m, f->open, f->style);
		any = any || mark != OPENS;
		if (mark != NOMARK)
			put_mark(m, m->args[i].text, mark);
		else
			mdoc_put(m, m->args[i].text, f->style);
	}
	if (!any && f->open != NULL)
		mdoc_put_const(m, f->open, f->style);
	return (i);
}

static size_t
call_fl(struct mdoc *m, const struct inl *f, size_t i, size_t n)
{
	bool any = false;
	enum mark mark;

	for (; i < n && mdoc_inline(&m->args[i]) == NULL; i++) {
		mark = mdoc_mark(&m->args[i]);
		if (mark != NOMARK) {
			if (!any && mark == CLOSES)
				mdoc_put_const(m, "-", f->style);
			put_mark(m, m->args[i].text, mark);
		} else {
			mdoc_put_const(m, "-", f->style);
			m->out.nospace = true;
			mdoc_put(m, m->args[i].text, f->style);
		}
		any = any || mark != OPENS;
	}
	if (!any) {
		mdoc_put_const(m, "-", f->style);
		m->out.nospace = i < n;
	}
	return (i);
}

/* The rest of the line between two marks, but for punctuation at its end. */
static size_t
call_enclose(struct mdoc *m, const struct inl *f, size_t i, size_t n)
{
	size_t end = n;

	while (end > i && mdoc_mark(&m->args[end - 1]) == CLOSES)
		end--;
	while (i < end && mdoc_mark(&m->args[i]) == OPENS) {
		put_mark(m, m->args[i].text, OPENS);
		i++;
	}
	mdoc_put_const(m, f->open, PLAIN);
	m->out.nospace = true;
	(void)mdoc_run(m, i, end);
	m->out.nospace = true;
	mdoc_put_const(m, f->close, PLAIN);
	m->out.nospace = false;
	return (mdoc_run(m, end, n));
}

static size_t
call_open(struct mdoc *m, const struct inl *f, size_t i, size_t n)
{

	mdoc_put_const(m, f->open, PLAIN);
	m->out.nospace = true;
	return (mdoc_run(m, i, n));
}

static size_t
call_close(struct mdoc *m, const struct inl *f, size_t i, size_t n)
{

	m->out.nospace = true;
	mdoc_put_const(m, f->close, PLAIN);
	m->out.nospace = false;
	return (mdoc_run(m, i, n));
}

static size_t
call_ns(struct mdoc *m, const struct inl *f, size_t i, size_t n)
{

	m->out.nospace = true;
	return (i);
}

static size_t
call_pf(struct mdoc *m, const struct inl *f, size_t i, size_t n)
{

	if (i < n) {
		mdoc_put(m, m->args[i].text, PLAIN);
		m->out.nospace = true;
	}
	return (i + 1 < n ? i + 1 : n);
}

/* The page's own name, or another. */
static size_t
call_nm(struct mdoc *m, const struct inl *f, size_t i, size_t n)
{

	if (mdoc_is_word(m, i, n)) {
		if (m->name == NULL)
			m->name = strdup(mdoc_unescape(m->args[i].text));
		return (call_style(m, f, i, n));
	}
	if (m->name != NULL)
		mdoc_put_const(m, m->name, f->style);
	return (call_style(m, f, i, n));
}

static size_t
call_xr(struct mdoc *m, const struct inl *f, size_t i, size_t n)
{

	if (!mdoc_is_word(m, i, n))
		return (i);
	mdoc_put(m, m->args[i++].text, PLAIN);
	if (mdoc_is_word(m, i, n)) {
		out_join(&m->out, "(", PLAIN);
		out_join(&m->out, m->args[i++].text, PLAIN);
		out_join(&m->out, ")", PLAIN);
	}
	return (call_style(m, f, i, n));
}

static size_t
call_in(struct mdoc *m, const struct inl *f, size_t i, size_t n)
{
	bool own = m->synopsis && i == 1;

	if (!mdoc_is_word(m, i, n))
		return (i);
	mdoc_put_const(m, own ? "#include <" : "<", f->style);
	out_join(&m->out, mdoc_unescape(m->args[i++].text), f->style);
	out_join(&m->out, ">", f->style);
	if (own)
		out_line(&m->out);
	return (mdoc_run(m, i, n));
}

/* A function with its arguments. */
static size_t
call_fn(struct mdoc *m, const struct inl *f, size_t i, size_t n)
{
	bool first = true;

	if (i >= n)
		return (i);
	mdoc_put(m, m->args[i++].text, f->style);
	out_join(&m->out, "(", PLAIN);
	for (; mdoc_is_word(m, i, n); i++) {
		if (!first)
			out_join(&m->out, ",", PLAIN);
		m->out.nospace = first;
		mdoc_put(m, m->args[i].text, UNDER);
		first = false;
	}
	out_join(&m->out, m->synopsis ? ");" : ")", PLAIN);
	return (mdoc_run(m, i, n));
}

static size_t
call_fa(struct mdoc *m, const struct inl *f, size_t i, size_t n)
{

	if (m->fargs < 0)
		return (call_style(m, f, i, n));
	for (; mdoc_is_word(m, i, n); i++) {
		if (m->fargs++ > 0)
			out_join(&m->out, ",", PLAIN);
		else
			m->out.nospace = true;
		mdoc_put(m, m->args[i].text, f->style);
	}
	return (mdoc_run(m, i, n));
}

/* The names of systems. */
static size_t
call_os(struct mdoc *m, const struct inl *f, size_t i, size_t n)
{
	const char *v = mdoc_is_word(m, i, n) ? m->args[i].text : NULL;
	char buf[64];

	if (strcmp(f->name, "At") == 0 && v != NULL) {
		if (strcmp(v, "32v") == 0)
			(void)snprintf(buf, sizeof(buf),
			    "Version 7 AT&T UNIX/32V");
		else if (v[0] == 'v')
			(void)snprintf(buf, sizeof(buf),
			    "Version %s AT&T UNIX", v + 1);
		else
			(void)snprintf(buf, sizeof(buf),
			    "AT&T System %s UNIX", v);
	} else if (strcmp(f->name, "Bx") == 0 && v != NULL) {
		(void)snprintf(buf, sizeof(buf), "%sBSD", v);
		if (mdoc_is_word(m, i + 1, n)) {
			i++;
			(void)snprintf(buf, sizeof(buf), "%sBSD-%c%s", v,
			    toupper((unsigned char)m->args[i].text[0]),
			    m->args[i].text + (m->args[i].text[0] != '\0'));
		}
	} else if (v != NULL)
		(void)snprintf(buf, sizeof(buf), "%s %s", f->open, v);
	else
		(void)snprintf(buf, sizeof(buf), "%s", f->open);
	mdoc_put_const(m, buf, PLAIN);
	return (v != NULL ? i + 1 : i);
}

/* Standards and libraries, by their short names. */
static size_t
call_st(struct mdoc *m, const struct inl *f, size_t i, size_t n)
{
	static const struct {
		const char *name, *text;
	} names[] = {
		{ "-ansiC", "ANSI X3.159-1989 (\"ANSI C89\")" },
		{ "-isoC", "ISO/IEC 9899:1990 (\"ISO C90\")" },
		{ "-isoC-99", "ISO/IEC 9899:1999 (\"ISO C99\")" },
		{ "-isoC-2011", "ISO/IEC 9899:2011 (\"ISO C11\")" },
		{ "-p1003.1-2001", "IEEE Std 1003.1-2001 (\"POSIX.1\")" },
		{ "-p1003.1-2004", "IEEE Std 1003.1-2004 (\"POSIX.1\")" },
		{ "-p1003.1-2008", "IEEE Std 1003.1-2008 (\"POSIX.1\")" },
		{ "libc", "Standard C Library (libc, -lc)" },
		{ "libm", "Math Library (libm, -lm)" },
		{ "libutil", "System Utilities Library (libutil, -lutil)" },
	};
	size_t k;

	if (i >= n)
		return (i);
	for (k = 0; k < nitems(names); k++)
		if (strcmp(names[k].name, m->args[i].text) == 0)
			break;
	mdoc_put_const(m, k < nitems(names) ? names[k].text : m->args[i].text,
	    PLAIN);
	return (i + 1);
}

static size_t
call_ta(struct mdoc *m, const struct inl *f, size_t i, size_t n)
{
	struct list *l;

	if (m->nlists == 0)
		return (i);
	l = &m->lists[m->nlists - 1];
	if (l->type != L_COLUMN || l->column + 1 >= l->ncolumns)
		return (i);
	l->column++;
	if (out_column(&m->out) + 2 > l->columns[l->column])
		out_pad(&m->out, out_column(&m->out) + 2);
	else
		out_pad(&m->out, l->columns[l->column]);
	m->out.indent = l->columns[l->column];
	return (i);
}

static size_t
call_xo(struct mdoc *m, const struct inl *f, size_t i, size_t n)
{

	m->xo += f->name[1] == 'o' ? 1 : -1;
	return (mdoc_run(m, i, n));
}
