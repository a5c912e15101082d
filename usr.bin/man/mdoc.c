/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Showing a manual page in mdoc(7): the macros.
 *
 * Model	A page is read once, line by line, and goes out word by word
 *		through mdoc_out.c.  A line that begins with a dot is a macro
 *		with arguments.  One of lines[] works on its whole line: it
 *		begins or ends a section, a list, a display.  One of inlines[]
 *		may stand anywhere on a line of macros; it takes its arguments
 *		up to the next one and says where it stopped.
 *
 *		A mark of punctuation that stands alone as an argument joins
 *		what is before it, or behind it if it opens, and has no style.
 *		At the end of a line it is outside of what encloses the rest.
 *
 *		Lists nest: m->lists has what each needs, the innermost last.
 *
 * An unknown macro is shown as text.
 * Tests	tests/usr.bin/man/t_mdoc.c, which compares every page with what
 *		mandoc(1) of the build host makes of it
 */
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "mdoc_impl.h"

#define	BODY		5		/* margin of a section's text */
#define	INDENT		6		/* of -offset indent */
#define	MAXSIZE		128		/* that a page may ask for */

/* --- text ----------------------------------------------------------------- */

/* A line of text, outside a literal display. */
static void
text_fill(struct mdoc *m, char *line)
{
	char *word, *last = NULL;

	while ((word = mdoc_word(&line)) != NULL) {
		last = word;
		mdoc_put(m, word, PLAIN);
	}
	m->out.sentence = last != NULL && mdoc_ends_sentence(last);
}

static void
text_literal(struct mdoc *m, char *line)
{
	char *p, c[2] = "";
	size_t col = 0;

	out_line(&m->out);
	m->out.blank = false;
	if (*line == '\0') {
		out_blank(&m->out);
		return;
	}
	(void)mdoc_unescape(line);
	for (p = line; *p != '\0'; p++) {
		c[0] = *p == ' ' || *p == '\t' ? NBSP : *p;
		do
			out_join(&m->out, c, PLAIN);
		while (++col % 8 != 0 && *p == '\t');
	}
	out_line(&m->out);
}

/* --- macros that work on their line --------------------------------------- */

struct line {
	const char	*name;
	void		(*call)(struct mdoc *);
};

static void
put_rest(struct mdoc *m, size_t i)
{

	(void)mdoc_run(m, i, m->nargs);
}

/* The arguments from i on as one text, to be freed. */
static char *
rest_text(struct mdoc *m, size_t i)
{
	size_t len = 0;
	char *s;
	FILE *fp;

	if ((fp = open_memstream(&s, &len)) == NULL)
		err(1, NULL);
	for (; i < m->nargs; i++)
		(void)fprintf(fp, "%s%s", mdoc_unescape(m->args[i].text),
		    i + 1 < m->nargs ? " " : "");
	if (fclose(fp) != 0)
		err(1, NULL);
	return (s);
}

static void
line_dd(struct mdoc *m)
{

	free(m->date);
	m->date = rest_text(m, 1);
}

/* The line at the top, with the title at both ends. */
static void
line_dt(struct mdoc *m)
{
	static const char *const volumes[] = { "General Commands Manual",
	    "System Calls Manual", "Library Functions Manual",
	    "Device Drivers Manual", "File Formats Manual", "Games Manual",
	    "Miscellaneous Information Manual", "System Manager's Manual",
	    "Kernel Developer's Manual" };

	if (m->nargs < 3)
		return;
	free(m->title);
	free(m->section);
	m->title = strdup(m->args[1].text);
	m->section = strdup(m->args[2].text);
	if (m->title == NULL || m->section == NULL)
		err(1, NULL);
	m->volume = m->section[0] >= '1' && m->section[0] <= '9' ?
	    volumes[m->section[0] - '1'] : "";
}

/* Three texts on a line: at its left, in the middle and at its right. */
static void
put_edges(struct mdoc *m, const char *left, const char *middle,
    const char *right)
{
	size_t w = m->out.width, l = strlen(left), c = strlen(middle),
	    r = strlen(right);

	m->out.indent = 0;
	out_line(&m->out);
	out_word(&m->out, left, PLAIN);
	if (l + c + r + 2 <= w) {
		out_pad(&m->out, (w - c) / 2 > l ? (w - c) / 2 : l + 1);
		out_join(&m->out, middle, PLAIN);
		out_pad(&m->out, w - r);
	} else {
		out_word(&m->out, middle, PLAIN);
	}
	out_word(&m->out, right, PLAIN);
	out_line(&m->out);
}

static void
line_os(struct mdoc *m)
{
	char edge[128];

	(void)snprintf(edge, sizeof(edge), "%s(%s)",
	    m->title != NULL ? m->title : "", m->section != NULL ?
	    m->section : "");
	put_edges(m, edge, m->volume != NULL ? m->volume : "", edge);
}

static void
line_sh(struct mdoc *m)
{
	char *title = rest_text(m, 1);

	m->nlists = 0;
	m->head = false;
	m->xo = 0;
	m->fargs = -1;
	m->out.literal = false;
	m->out.nosmart = false;
	m->out.indent = 0;
	out_blank(&m->out);
	out_word(&m->out, title, BOLD);
	out_line(&m->out);
	m->out.indent = BODY;
	m->synopsis = strcmp(title, "SYNOPSIS") == 0;
	m->proto = false;
	m->fresh = true;
	free(title);
}

static void
line_ss(struct mdoc *m)
{
	char *title = rest_text(m, 1);

	m->out.indent = 3;
	if (m->fresh)
		out_line(&m->out);
	else
		out_blank(&m->out);
	out_word(&m->out, title, BOLD);
	out_line(&m->out);
	m->out.indent = BODY;
	m->fresh = true;
	free(title);
}

static void
line_pp(struct mdoc *m)
{

	if (m->synopsis && m->nlists == 0)
		m->out.indent = BODY;
	if (m->fresh)
		out_line(&m->out);
	else
		out_blank(&m->out);
}

static void
line_nd(struct mdoc *m)
{

	mdoc_put_const(m, "-", PLAIN);
	put_rest(m, 1);
}

/* A form of call in a SYNOPSIS has a line, whose rest is indented. */
static void
line_nm(struct mdoc *m)
{

	size_t n = mdoc_is_word(m, 1, m->nargs) ? 2 : 1;

	if (!m->synopsis || m->nlists > 0 || m->xo > 0) {
		put_rest(m, 0);
		return;
	}
	m->out.indent = BODY;
	out_line(&m->out);
	(void)mdoc_run(m, 0, n);
	m->out.indent = out_column(&m->out) + 1;
	put_rest(m, n);
}

/*
 * Types, functions, headers and options of the kernel: a SYNOPSIS gives each a
 * line of its own, and an empty one before that of a new function.
 */
static void
line_proto(struct mdoc *m)
{
	const char *name = m->args[0].text;
	bool function = strcmp(name, "Fn") == 0 || strcmp(name, "Fo") == 0;

	if (!m->synopsis) {
		put_rest(m, 0);
		return;
	}
	m->out.indent = BODY;
	if (m->proto && strcmp(name, "Ft") == 0)
		out_blank(&m->out);
	else
		out_line(&m->out);
	put_rest(m, 0);
	m->proto = function;
	if (function)
		m->out.indent = BODY + 4;
	else
		out_line(&m->out);
}

static void
line_fo(struct mdoc *m)
{

	if (m->synopsis) {
		m->out.indent = BODY;
		out_line(&m->out);
		m->out.indent = BODY + 4;
	}
	if (m->nargs > 1)
		mdoc_put(m, m->args[1].text, BOLD);
	out_join(&m->out, "(", PLAIN);
	m->fargs = 0;
}

static void
line_fc(struct mdoc *m)
{

	out_join(&m->out, m->synopsis ? ");" : ")", PLAIN);
	m->fargs = -1;
	m->proto = true;
	put_rest(m, 1);
}

static void
line_sm(struct mdoc *m)
{

	m->out.nosmart = m->nargs > 1 && strcmp(m->args[1].text, "off") == 0;
	m->out.gap = !m->out.nospace;
	m->out.nospace = false;
}

/* What tools say of their status and functions of their value. */
static void
line_std(struct mdoc *m)
{
	bool tool = strcmp(m->args[0].text, "Ex") == 0;
	char buf[512] = "";
	size_t i = m->nargs > 1 && strcmp(m->args[1].text, "-std") == 0 ? 2 : 1;
	size_t n = m->nargs - i;

	out_line(&m->out);
	mdoc_put_const(m, n == 0 && !tool ? "Upon successful completion," : "The",
	    PLAIN);
	if (n == 0 && tool && m->name != NULL)
		mdoc_put_const(m, m->name, BOLD);
	for (size_t k = 0; k < n; k++) {
		mdoc_put(m, m->args[i + k].text, BOLD);
		if (!tool)
			out_join(&m->out, "()", PLAIN);
		if (n > 2 && k + 1 < n)
			out_join(&m->out, ",", PLAIN);
		if (n > 1 && k + 2 == n)
			mdoc_put_const(m, "and", PLAIN);
	}
	if (tool)
		(void)snprintf(buf, sizeof(buf), "%s 0 on success, and >0 if an "
		    "error occurs.", n > 1 ? "utilities exit" :
		    "utility exits");
	else
		(void)snprintf(buf, sizeof(buf), "%s; otherwise the value -1 "
		    "is returned and the global variable errno is set to "
		    "indicate the error.", n == 0 ? "the value 0 is returned" :
		    n > 1 ? "functions return the value 0 if successful" :
		    "function returns the value 0 if successful");
	for (char *p = buf, *w; (w = strsep(&p, " ")) != NULL;)
		mdoc_put_const(m, w, strcmp(w, "errno") == 0 ? UNDER : PLAIN);
	m->out.sentence = true;
}

/* --- displays ------------------------------------------------------------- */

static size_t
size_of(const char *text)
{
	char *end, copy[MAXSIZE];
	unsigned long n = strtoul(text, &end, 10);

	if (end != text && strcmp(end, "n") == 0)
		return (n < MAXSIZE ? n : MAXSIZE);
	if (strcmp(text, "indent") == 0 || strcmp(text, "Ds") == 0)
		return (INDENT);
	if (strcmp(text, "left") == 0)
		return (0);
	(void)snprintf(copy, sizeof(copy), "%s", text);
	return (strlen(mdoc_unescape(copy)));
}

/* The argument behind an option of this line, or NULL. */
static const char *
option(struct mdoc *m, const char *name)
{
	size_t i;

	for (i = 1; i < m->nargs; i++)
		if (!m->args[i].quoted && strcmp(m->args[i].text, name) == 0)
			return (i + 1 < m->nargs ? m->args[i + 1].text : "");
	return (NULL);
}

static void
line_bd(struct mdoc *m)
{
	const char *offset = option(m, "-offset");

	if (option(m, "-compact") != NULL || m->fresh)
		out_line(&m->out);
	else
		out_blank(&m->out);
	m->saved = m->out.indent;
	if (offset != NULL)
		m->out.indent += size_of(offset);
	m->out.literal = option(m, "-literal") != NULL ||
	    option(m, "-unfilled") != NULL;
}

static void
line_ed(struct mdoc *m)
{

	out_line(&m->out);
	m->out.literal = false;
	m->out.indent = m->saved;
}

/* A display of one line: .D1 has macros, .Dl is literal. */
static void
line_display(struct mdoc *m)
{
	size_t indent = m->out.indent;

	out_line(&m->out);
	m->out.indent = indent + INDENT;
	m->out.literal = true;
	put_rest(m, 1);
	out_line(&m->out);
	m->out.literal = false;
	m->out.indent = indent;
}

/* --- lists ---------------------------------------------------------------- */

/* The columns of a list: each as wide as its text, and two blanks. */
static void
columns_set(struct mdoc *m, struct list *l)
{
	size_t i, at = l->base;

	for (i = 1; i < m->nargs; i++) {
		if (!m->args[i].quoted && m->args[i].text[0] == '-') {
			if (strcmp(m->args[i].text, "-offset") == 0)
				i++;
			continue;
		}
		if (l->ncolumns >= MAXCOLUMNS)
			break;
		l->columns[l->ncolumns++] = at;
		at += size_of(m->args[i].text) + 2;
	}
}

static void
line_bl(struct mdoc *m)
{
	static const struct {
		const char	*name;
		enum listtype	 type;
		size_t		 width;
	} types[] = {
		{ "-tag", L_TAG, INDENT + 2 }, { "-bullet", L_BULLET, 2 },
		{ "-dash", L_DASH, 2 }, { "-hyphen", L_DASH, 2 },
		{ "-enum", L_ENUM, 4 }, { "-diag", L_DIAG, 0 },
		{ "-column", L_COLUMN, 0 }, { "-item", L_ITEM, 0 },
		{ "-hang", L_HANG, INDENT + 2 }, { "-ohang", L_OHANG, 0 },
		{ "-inset", L_INSET, 0 },
	};
	struct list *l;
	const char *s;
	size_t i;

	if (m->nlists == MAXLISTS)
		return;
	l = &m->lists[m->nlists++];
	memset(l, 0, sizeof(*l));
	l->type = L_ITEM;
	for (i = 0; i < nitems(types); i++)
		if (option(m, types[i].name) != NULL) {
			l->type = types[i].type;
			l->width = types[i].width;
		}
	l->compact = option(m, "-compact") != NULL || l->type == L_COLUMN;
	l->outer = l->base = m->out.indent;
	if ((s = option(m, "-offset")) != NULL)
		l->base += size_of(s);
	if ((s = option(m, "-width")) != NULL)
		l->width = size_of(s) + 2;
	if (l->type == L_COLUMN)
		columns_set(m, l);
	out_line(&m->out);
}

static void
line_el(struct mdoc *m)
{

	out_line(&m->out);
	m->head = false;
	if (m->nlists > 0)
		m->out.indent = m->lists[--m->nlists].outer;
}

/* The tag of an item has ended: go where its text begins. */
static void
item_body(struct mdoc *m)
{
	struct list *l = &m->lists[m->nlists - 1];
	size_t body = l->base + l->width;

	m->head = false;
	switch (l->type) {
	case L_COLUMN:
		break;
	case L_DIAG:
	case L_INSET:
		m->out.indent = l->base;
		if (l->type == L_DIAG)
			out_pad(&m->out, out_column(&m->out) + 2);
		break;
	case L_ITEM:
	case L_OHANG:
		out_line(&m->out);
		m->out.indent = l->base;
		break;
	default:
		m->out.indent = body;
		if (out_column(&m->out) + (l->type == L_HANG ? 1 : 0) < body)
			out_pad(&m->out, body);
		else if (l->type != L_HANG)
			out_line(&m->out);
		break;
	}
}

static void
line_it(struct mdoc *m)
{
	struct list *l;
	char number[16];

	if (m->nlists == 0)
		return;
	l = &m->lists[m->nlists - 1];
	m->out.indent = l->base;
	if (l->compact || m->fresh)
		out_line(&m->out);
	else
		out_blank(&m->out);
	l->items++;
	l->column = 0;
	m->head = true;
	switch (l->type) {
	case L_BULLET:
		mdoc_put_const(m, "o", BOLD);
		break;
	case L_DASH:
		mdoc_put_const(m, "-", BOLD);
		break;
	case L_ENUM:
		(void)snprintf(number, sizeof(number), "%zu.", l->items);
		mdoc_put_const(m, number, PLAIN);
		break;
	case L_DIAG:
		for (size_t i = 1; i < m->nargs; i++)
			mdoc_put(m, m->args[i].text, BOLD);
		break;
	default:
		put_rest(m, 1);
		break;
	}
	if (m->xo == 0)
		item_body(m);
}

/* --- references ----------------------------------------------------------- */

/* A part of a reference: author, title, journal ... */
static void
line_percent(struct mdoc *m)
{

	if (m->nrefs == MAXREFS)
		return;
	m->refs[m->nrefs].type = m->args[0].text[1];
	m->refs[m->nrefs++].text = rest_text(m, 1);
}

/* How many parts are of that type. */
static size_t
refs_count(const struct mdoc *m, char type)
{
	size_t i, n = 0;

	for (i = 0; i < m->nrefs; i++)
		n += m->refs[i].type == type;
	return (n);
}

/*
 * Show a reference: the parts in a fixed order with commas between them, and
 * `and' before the last author.  The title of a part of a journal or book is
 * quoted.
 */
static void
refs_show(struct mdoc *m)
{
	static const char order[] = "ATBIJRNVUPQCDO";
	size_t authors = refs_count(m, 'A'), seen = 0, i;
	bool quote = refs_count(m, 'J') + refs_count(m, 'B') > 0;
	bool comma = false;
	const char *type;

	for (type = order; *type != '\0'; type++)
		for (i = 0; i < m->nrefs; i++) {
			if (m->refs[i].type != *type)
				continue;
			seen += *type == 'A';
			if (comma && !(*type == 'A' && authors == 2))
				out_join(&m->out, ",", PLAIN);
			if (*type == 'A' && seen > 1 && seen == authors)
				mdoc_put_const(m, "and", PLAIN);
			comma = true;
			if (*type == 'T' && quote) {
				mdoc_put_const(m, "\"", PLAIN);
				out_join(&m->out, m->refs[i].text, PLAIN);
				out_join(&m->out, "\"", PLAIN);
			} else
				mdoc_put_const(m, m->refs[i].text,
				    strchr("BIJT", *type) != NULL ? UNDER :
				    PLAIN);
		}
	if (comma)
		out_join(&m->out, ".", PLAIN);
	m->out.sentence = true;
}

static void
refs_free(struct mdoc *m)
{

	while (m->nrefs > 0)
		free(m->refs[--m->nrefs].text);
}

static void
line_rs(struct mdoc *m)
{

	if (m->args[0].text[1] == 's') {
		line_pp(m);
		return;
	}
	refs_show(m);
	refs_free(m);
}

static void
line_ignore(struct mdoc *m)
{
}

static const struct line lines[] = {
	{ "%A", line_percent }, { "%B", line_percent }, { "%D", line_percent },
	{ "%I", line_percent }, { "%J", line_percent }, { "%N", line_percent },
	{ "%O", line_percent }, { "%P", line_percent }, { "%Q", line_percent },
	{ "%R", line_percent }, { "%T", line_percent }, { "%U", line_percent },
	{ "%V", line_percent },
	{ "Bd", line_bd }, { "Bk", line_ignore }, { "Bl", line_bl },
	{ "Cd", line_proto }, { "D1", line_display }, { "Dd", line_dd },
	{ "Dl", line_display }, { "Dt", line_dt }, { "Ed", line_ed },
	{ "Ek", line_ignore }, { "El", line_el }, { "Ex", line_std },
	{ "Fc", line_fc }, { "Fd", line_proto }, { "Fn", line_proto },
	{ "Fo", line_fo }, { "Ft", line_proto }, { "In", line_proto },
	{ "It", line_it }, { "Lp", line_pp }, { "Nd", line_nd },
	{ "Nm", line_nm }, { "Os", line_os }, { "Pp", line_pp },
	{ "Re", line_rs }, { "Rs", line_rs }, { "Rv", line_std },
	{ "Sh", line_sh }, { "Sm", line_sm }, { "Ss", line_ss },
	{ "Vt", line_proto },
};

/* --- the page ------------------------------------------------------------- */

static void
macro_line(struct mdoc *m, char *p)
{
	const char *end;
	size_t i;

	mdoc_split(m, p);
	if (m->nargs == 0)
		return;
	end = mdoc_mark(&m->args[m->nargs - 1]) == CLOSES ?
	    m->args[m->nargs - 1].text : "";
	for (i = 0; i < nitems(lines); i++)
		if (strcmp(lines[i].name, m->args[0].text) == 0) {
			lines[i].call(m);
			break;
		}
	if (i == nitems(lines)) {
		(void)mdoc_run(m, 0, m->nargs);
		if (m->head && m->xo == 0)
			item_body(m);
		if (m->out.literal)
			out_line(&m->out);
		else
			m->out.sentence = mdoc_ends_sentence(end);
	}
	if (i == nitems(lines) || (lines[i].call != line_sh &&
	    lines[i].call != line_ss))
		m->fresh = false;
}

static void
page_line(struct mdoc *m, char *line)
{

	if (line[0] == '.' || line[0] == '\'') {
		for (line++; *line == ' ' || *line == '\t'; line++)
			continue;
		if (line[0] != '\\' || line[1] != '"')
			macro_line(m, line);
		return;
	}
	if (m->out.literal)
		text_literal(m, line);
	else if (*line == '\0')
		out_blank(&m->out);
	else
		text_fill(m, line);
	m->fresh = false;
}

bool
mdoc_render(char *text, size_t len, FILE *fp, size_t width, bool styled)
{
	struct mdoc m;
	char *line;

	if (memmem(text, len, "\n.Dd ", 5) == NULL &&
	    (len < 4 || memcmp(text, ".Dd ", 4) != 0))
		return (false);
	memset(&m, 0, sizeof(m));
	m.out.fp = fp;
	m.out.width = width;
	m.out.styled = styled;
	m.fargs = -1;
	while (text != NULL) {
		line = strsep(&text, "\n");
		if (text == NULL && *line == '\0')
			break;
		while (*line == '.' && text != NULL && text - line >= 2 &&
		    text[-2] == '\\') {
			/* A macro's line that goes on. */
			text[-2] = text[-1] = ' ';
			(void)strsep(&text, "\n");
		}
		page_line(&m, line);
	}
	m.out.literal = false;
	m.out.indent = 0;
	out_blank(&m.out);
	put_edges(&m, "Tessera", m.date != NULL ? m.date : "", "Tessera");
	refs_free(&m);
	free(m.date);
	free(m.title);
	free(m.section);
	free(m.name);
	free(m.out.text);
	free(m.out.style);
	return (true);
}
