/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sed: read the script.
 *
 * All -e and -f arguments are joined with newlines into one text; parts keep
 * where each of them began, for messages.  The text is then parsed by recursive
 * descent into a list of commands; "{" points behind its "}".
 */
#include <ctype.h>
#include <err.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "sed.h"

#define	MAXDEPTH	100

struct part {
	size_t		 start;		/* offset in the text */
	const char	*name;
};

static char		*text;
static size_t		 textlen, pos;
static struct part	*parts;
static size_t		 nparts;
static struct command	**tail = &script;
static struct command	*open_braces[MAXDEPTH];
static int		 depth;
static struct outfile	*outfiles;

static void	fail(const char *, ...) __dead2 __printflike(1, 2);

/*
 * Say what is wrong in which line of the script, and end.
 */
static void
fail(const char *fmt, ...)
{
	unsigned long line = 1;
	const char *name = "-e";
	size_t i, start = 0;
	char message[256];
	va_list ap;

	for (i = 0; i < nparts && parts[i].start <= pos; i++) {
		name = parts[i].name;
		start = parts[i].start;
	}
	for (i = start; i < pos && i < textlen; i++)
		if (text[i] == '\n')
			line++;
	va_start(ap, fmt);
	(void)vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	errx(1, "%s:%lu: %s", name, line, message);
}

static void *
allocate(size_t n)
{
	void *p;

	if ((p = calloc(1, n)) == NULL)
		err(1, NULL);
	return (p);
}

static void
add_part(const char *name, const char *s, size_t len)
{

	parts = reallocarray(parts, nparts + 1, sizeof(*parts));
	text = realloc(text, textlen + len + 2);
	if (parts == NULL || text == NULL)
		err(1, NULL);
	parts[nparts].name = name;
	parts[nparts++].start = textlen;
	(void)memcpy(text + textlen, s, len);
	textlen += len;
	if (len == 0 || s[len - 1] != '\n' || name[0] == '-')
		text[textlen++] = '\n';
	text[textlen] = '\0';
}

void
compile_add_string(const char *s)
{

	add_part("-e", s, strlen(s));
}

void
compile_add_file(const char *path)
{
	char *buf = NULL;
	size_t len = 0, room = 0, n;
	FILE *fp = stdin;

	if (strcmp(path, "-") != 0 && (fp = fopen(path, "r")) == NULL)
		err(1, "%s", path);
	do {
		if (room - len < BUFSIZ) {
			room += BUFSIZ * 2;
			if ((buf = realloc(buf, room)) == NULL)
				err(1, NULL);
		}
		n = fread(buf + len, 1, room - len, fp);
		len += n;
	} while (n > 0);
	if (ferror(fp))
		err(1, "%s", path);
	add_part(strcmp(path, "-") == 0 ? "stdin" : path, buf, len);
	free(buf);
	if (fp != stdin)
		(void)fclose(fp);
}

/* --- reading -------------------------------------------------------------- */

static int
peek(void)
{

	return (pos < textlen ? (unsigned char)text[pos] : EOF);
}

static void
skip_blanks(void)
{

	while (pos < textlen && isblank((unsigned char)text[pos]))
		pos++;
}

static unsigned long
read_number(void)
{
	unsigned long n = 0;
	int c;

	while ((c = peek()) != EOF && isdigit(c)) {
		if (n > (ULONG_MAX - 9) / 10)
			fail("number too large");
		n = n * 10 + (unsigned long)(c - '0');
		pos++;
	}
	return (n);
}

/*
 * The value of an escape for a control character, or 0.
 */
static char
control(int c)
{

	switch (c) {
	case 'a':
		return ('\a');
	case 'f':
		return ('\f');
	case 'n':
		return ('\n');
	case 'r':
		return ('\r');
	case 't':
		return ('\t');
	case 'v':
		return ('\v');
	default:
		return (0);
	}
}

/*
 * Copy a bracket expression from text[pos] to *outp; only in there a delimiter
 * is ordinary.
 */
static char *
read_brackets(char *out)
{
	size_t start = pos;
	int c, kind;

	*out++ = text[pos++];
	if (peek() == '^')
		*out++ = text[pos++];
	if (peek() == ']')
		*out++ = text[pos++];
	for (;;) {
		c = peek();
		if (c == EOF || c == '\n') {
			pos = start;
			fail("unterminated [ in regular expression");
		}
		if (c == ']') {
			*out++ = text[pos++];
			return (out);
		}
		if (c == '\\' && pos + 1 < textlen &&
		    (text[pos + 1] == 'n' || text[pos + 1] == 't')) {
			*out++ = control(text[pos + 1]);
			pos += 2;
			continue;
		}
		*out++ = text[pos++];
		kind = peek();
		if (c == '[' && (kind == '.' || kind == ':' || kind == '=')) {
			*out++ = text[pos++];
			while ((c = peek()) != EOF && c != '\n' &&
			    !(c == kind && text[pos + 1] == ']'))
				*out++ = text[pos++];
			if (c == kind) {
				*out++ = text[pos++];
				*out++ = text[pos++];
			}
		}
	}
}

/*
 * Read a regular expression up to its delimiter.  An escaped delimiter stands
 * for itself.  The caller frees the result.
 */
static char *
read_re(int delim)
{
	char *buf, *out, ctl;
	int c;

	out = buf = allocate(textlen - pos + 2);
	for (;;) {
		c = peek();
		if (c == EOF || c == '\n')
			fail("unterminated regular expression");
		if (c == delim) {
			pos++;
			*out = '\0';
			return (buf);
		}
		if (c == '[') {
			out = read_brackets(out);
			continue;
		}
		pos++;
		if (c != '\\') {
			*out++ = (char)c;
			continue;
		}
		c = peek();
		if (c == EOF)
			fail("unterminated regular expression");
		pos++;
		if (c == delim && c != 'n') {
			/* A special character as delimiter is literal. */
			if (strchr(".*[]^$", c) != NULL ||
			    (extended && strchr("+?(){}|", c) != NULL))
				*out++ = '\\';
			*out++ = (char)c;
		} else if ((ctl = control(c)) != 0)
			*out++ = ctl;
		else {
			*out++ = '\\';
			*out++ = (char)c;
		}
	}
}

static regex_t *
make_re(const char *source, int flags)
{
	char message[128];
	regex_t *re;
	int error;

	if (*source == '\0')
		return (NULL);
	re = allocate(sizeof(*re));
	error = regcomp(re, source, flags | (extended ? REG_EXTENDED : 0));
	if (error != 0) {
		(void)regerror(error, re, message, sizeof(message));
		fail("%s: %s", source, message);
	}
	return (re);
}

/*
 * Read an address; false if there is none.
 */
static bool
read_addr(struct addr *a, bool second)
{
	char *source;
	int c, flags = 0;

	c = peek();
	if (c == '$') {
		pos++;
		a->type = ADDR_LAST;
		return (true);
	}
	if (c != EOF && isdigit(c)) {
		a->type = ADDR_LINE;
		a->n = read_number();
		if (!second && peek() == '~') {
			pos++;
			a->type = ADDR_STEP;
			a->step = read_number();
		}
		return (true);
	}
	if (second && (c == '+' || c == '~')) {
		pos++;
		if (peek() == EOF || !isdigit(peek()))
			fail("%c without a number", c);
		a->type = c == '+' ? ADDR_PLUS : ADDR_MULTIPLE;
		a->n = read_number();
		return (true);
	}
	if (c != '/' && c != '\\')
		return (false);
	pos++;
	if (c == '\\') {
		if ((c = peek()) == EOF || c == '\n' || c == '\\')
			fail("bad delimiter");
		pos++;
	}
	source = read_re(c);
	for (; peek() == 'I' || peek() == 'M'; pos++)
		flags |= peek() == 'I' ? REG_ICASE : REG_NEWLINE;
	a->type = ADDR_RE;
	a->re = make_re(source, flags);
	free(source);
	return (true);
}

/*
 * What is left of the line, for file names.
 */
static char *
read_rest(const char *what)
{
	size_t start;
	char *s;

	skip_blanks();
	start = pos;
	while (peek() != EOF && peek() != '\n')
		pos++;
	if (pos == start)
		fail("missing %s", what);
	if ((s = strndup(text + start, pos - start)) == NULL)
		err(1, NULL);
	return (s);
}

/*
 * A label: up to a semicolon or the end of the line; that of ":" may not hold
 * blanks.
 */
static char *
read_label(void)
{
	size_t start, end;
	char *s;

	skip_blanks();
	start = pos;
	while (peek() != EOF && peek() != '\n' && peek() != ';' &&
	    peek() != '}')
		pos++;
	for (end = pos; end > start && isblank((unsigned char)text[end - 1]);)
		end--;
	if (end == start)
		return (NULL);
	if ((s = strndup(text + start, end - start)) == NULL)
		err(1, NULL);
	return (s);
}

/*
 * The text of a, c and i: after a backslash and a newline, or (as others allow)
 * on the same line.  A backslash quotes the next character.
 */
static void
read_text(struct command *cmd)
{
	size_t len = 0, start;

	skip_blanks();
	if (peek() == '\\') {
		start = ++pos;
		skip_blanks();
		if (peek() == '\n')
			pos++;
		else
			pos = start;
	}
	if (peek() == EOF)
		fail("command %c needs text", cmd->name);
	cmd->text = allocate(textlen - pos + 2);
	while (peek() != EOF && peek() != '\n') {
		if (peek() == '\\') {
			pos++;
			if (pos + 1 >= textlen)
				break;
		}
		cmd->text[len++] = text[pos++];
	}
	cmd->text[len++] = '\n';
	cmd->textlen = len;
}

static struct outfile *
output(char *path)
{
	struct outfile *o;

	for (o = outfiles; o != NULL; o = o->next)
		if (strcmp(o->path, path) == 0) {
			free(path);
			return (o);
		}
	o = allocate(sizeof(*o));
	o->path = path;
	if (strcmp(path, "/dev/stdout") == 0)
		o->fp = stdout;
	else if (strcmp(path, "/dev/stderr") == 0)
		o->fp = stderr;
	else if ((o->fp = fopen(path, "w")) == NULL)
		err(1, "%s", path);
	o->next = outfiles;
	outfiles = o;
	return (o);
}

void
compile_close_outputs(void)
{
	struct outfile *o;

	for (o = outfiles; o != NULL; o = o->next)
		if (o->fp != stdout && o->fp != stderr && fclose(o->fp) != 0)
			err(1, "%s", o->path);
}

/* --- s and y -------------------------------------------------------------- */

static struct piece *
add_piece(struct command *cmd)
{
	struct piece *p;

	cmd->pieces = reallocarray(cmd->pieces, cmd->npieces + 1,
	    sizeof(*cmd->pieces));
	if (cmd->pieces == NULL)
		err(1, NULL);
	p = &cmd->pieces[cmd->npieces++];
	(void)memset(p, 0, sizeof(*p));
	p->group = -1;
	p->text = allocate(textlen - pos + 2);
	return (p);
}

/*
 * An escape in a replacement; pos is behind the backslash.
 */
static struct piece *
read_escape(struct command *cmd, struct piece *p, int delim)
{
	int c = peek();
	char ctl;

	if (c == EOF)
		fail("unterminated replacement");
	pos++;
	if (isdigit(c) && c != delim) {
		p->group = c - '0';
		if (cmd->re != NULL && (size_t)p->group > cmd->re->re_nsub)
			fail("\\%d: there is no such group", p->group);
		return (add_piece(cmd));
	}
	if (c != delim && strchr("ULEul", c) != NULL) {
		p = add_piece(cmd);
		if (c == 'U')
			p->fold = FOLD_UPPER;
		else if (c == 'L')
			p->fold = FOLD_LOWER;
		else if (c == 'E')
			p->fold = FOLD_END;
		else
			p->once = c == 'u' ? ONCE_UPPER : ONCE_LOWER;
		return (p);
	}
	ctl = c != delim ? control(c) : 0;
	p->text[p->len++] = ctl != 0 ? ctl : (char)c;
	return (p);
}

static void
read_replacement(struct command *cmd, int delim)
{
	struct piece *p = add_piece(cmd);
	int c;

	for (;;) {
		c = peek();
		if (c == EOF || (c == '\n' && delim != '\n' &&
		    pos + 1 >= textlen))
			fail("unterminated replacement");
		if (c == '\n')
			fail("newline in replacement without a backslash");
		pos++;
		if (c == delim)
			return;
		if (c == '\\')
			p = read_escape(cmd, p, delim);
		else if (c == '&') {
			p->group = 0;
			p = add_piece(cmd);
		} else
			p->text[p->len++] = (char)c;
	}
}

static int
read_delimiter(void)
{
	int c = peek();

	if (c == EOF || c == '\n' || c == '\\')
		fail("bad delimiter");
	pos++;
	return (c);
}

static void
read_substitute(struct command *cmd)
{
	char *source;
	int delim, flags = 0, c;
	size_t start, end;

	delim = read_delimiter();
	source = read_re(delim);
	/* The flags come last, but groups are to be checked before. */
	start = pos;
	cmd->re = make_re(source, 0);
	read_replacement(cmd, delim);
	for (;;) {
		c = peek();
		if (c == 'g')
			cmd->global = true;
		else if (c == 'p')
			cmd->print = true;
		else if (c == 'i' || c == 'I')
			flags |= REG_ICASE;
		else if (c == 'm' || c == 'M')
			flags |= REG_NEWLINE;
		else if (c != EOF && isdigit(c)) {
			if (cmd->nth != 0)
				fail("more than one number");
			if ((cmd->nth = read_number()) == 0)
				fail("the number is 0");
			continue;
		} else
			break;
		pos++;
	}
	if (c == 'w') {
		pos++;
		cmd->out = output(read_rest("file name"));
	}
	if (flags != 0 && cmd->re != NULL) {
		end = pos;
		regfree(cmd->re);
		free(cmd->re);
		pos = start;
		cmd->re = make_re(source, flags);
		pos = end;
	}
	if (cmd->nth == 0)
		cmd->nth = 1;
	free(source);
}

/*
 * One side of y, cut into characters.
 */
static char **
read_list(int delim, size_t *np)
{
	char **list = NULL, one[MB_LEN_MAX + 1];
	mbstate_t mbs = { 0 };
	size_t n = 0, len;
	int c;

	for (;;) {
		c = peek();
		if (c == EOF || c == '\n')
			fail("unterminated y command");
		if (c == delim) {
			pos++;
			*np = n;
			return (list);
		}
		len = 1;
		one[0] = (char)c;
		if (c == '\\') {
			pos++;
			c = peek();
			if (c == 'n' && c != delim)
				one[0] = '\n';
			else if (c == delim || c == '\\')
				one[0] = (char)c;
			else if (c != EOF && control(c) != 0)
				one[0] = control(c);
			else
				fail("\\%c in y command", c);
		} else if (c >= 0x80) {
			len = mbrtowc(NULL, text + pos, textlen - pos, &mbs);
			if (len == (size_t)-1 || len == (size_t)-2) {
				(void)memset(&mbs, 0, sizeof(mbs));
				len = 1;
			}
			(void)memcpy(one, text + pos, len);
		}
		pos += len;
		list = reallocarray(list, n + 1, sizeof(*list));
		if (list == NULL || (list[n++] = strndup(one, len)) == NULL)
			err(1, NULL);
	}
}

static void
read_translate(struct command *cmd)
{
	size_t nto, i;
	int delim;

	delim = read_delimiter();
	cmd->from = read_list(delim, &cmd->nmap);
	cmd->to = read_list(delim, &nto);
	if (cmd->nmap != nto)
		fail("the strings of y differ in length");
	for (i = 0; i < nto; i++)
		if (cmd->from[i][0] != '\0' && (cmd->from[i][1] != '\0' ||
		    cmd->to[i][1] != '\0'))
			return;
	/* Only bytes: a table will do. */
	cmd->map = allocate(256);
	for (i = 0; i < 256; i++)
		cmd->map[i] = (unsigned char)i;
	for (i = nto; i-- > 0;)
		cmd->map[(unsigned char)cmd->from[i][0]] =
		    (unsigned char)cmd->to[i][0];
}

/* --- commands ------------------------------------------------------------- */

/*
 * Nothing but blanks, a comment or a closing brace may follow a command.
 */
static void
read_end(void)
{

	skip_blanks();
	if (peek() == ';' || peek() == '\n')
		pos++;
	else if (peek() != EOF && peek() != '}' && peek() != '#')
		fail("extra characters behind the command");
}

static void
check_addresses(const struct command *cmd)
{
	int most = 2;

	if (strchr(":}#", cmd->name) != NULL)
		most = 0;
	else if (cmd->name == 'q' || cmd->name == 'Q')
		most = 1;
	if (cmd->a1.type != ADDR_NONE && most == 0)
		fail("command %c takes no address", cmd->name);
	if (cmd->a2.type != ADDR_NONE && most < 2)
		fail("command %c takes one address only", cmd->name);
	if (cmd->a1.type == ADDR_LINE && cmd->a1.n == 0)
		fail("there is no line 0");
}

static void
read_arguments(struct command *cmd)
{

	switch (cmd->name) {
	case '{':
		if (depth == MAXDEPTH)
			fail("too many {");
		open_braces[depth++] = cmd;
		return;
	case '}':
		if (depth == 0)
			fail("unexpected }");
		open_braces[--depth]->target = cmd;
		break;
	case 'a': case 'c': case 'i':
		read_text(cmd);
		break;
	case ':':
	case 'b': case 't': case 'T':
		cmd->text = read_label();
		if (cmd->name == ':' && cmd->text == NULL)
			fail(": without a label");
		break;
	case 'l': case 'q': case 'Q':
		skip_blanks();
		cmd->number = cmd->name == 'l' ? -1 : 0;
		if (peek() != EOF && isdigit(peek()))
			cmd->number = (int)(read_number() & INT_MAX);
		break;
	case 'r':
		cmd->text = read_rest("file name");
		break;
	case 's':
		read_substitute(cmd);
		break;
	case 'w':
		cmd->out = output(read_rest("file name"));
		break;
	case 'y':
		read_translate(cmd);
		break;
	case '=': case 'd': case 'D': case 'g': case 'G': case 'h':
	case 'H': case 'n': case 'N': case 'p': case 'P': case 'x':
		break;
	default:
		fail("unknown command: %c", cmd->name);
	}
	read_end();
}

static struct command *
read_command(void)
{
	struct command *cmd = allocate(sizeof(*cmd));

	if (read_addr(&cmd->a1, false)) {
		skip_blanks();
		if (peek() == ',') {
			pos++;
			skip_blanks();
			if (!read_addr(&cmd->a2, true))
				fail("an address is missing behind ,");
			if (cmd->a1.type == ADDR_LINE && cmd->a1.n == 0 &&
			    cmd->a2.type == ADDR_RE)
				cmd->a1.type = ADDR_FIRST_RE;
		}
	}
	skip_blanks();
	while (peek() == '!') {
		cmd->negate = true;
		pos++;
		skip_blanks();
	}
	if (peek() == EOF || peek() == '\n' || peek() == ';')
		fail("a command is missing");
	cmd->name = text[pos];
	check_addresses(cmd);
	pos++;
	if (cmd->name == '}')
		cmd->negate = false;
	read_arguments(cmd);
	return (cmd);
}

static void
resolve_labels(void)
{
	struct command *cmd, *to;

	for (cmd = script; cmd != NULL; cmd = cmd->next) {
		for (to = cmd->next; cmd->name == ':' && to != NULL;
		    to = to->next)
			if (to->name == ':' &&
			    strcmp(to->text, cmd->text) == 0)
				errx(1, "label %s is defined twice",
				    cmd->text);
		if ((cmd->name != 'b' && cmd->name != 't' &&
		    cmd->name != 'T') || cmd->text == NULL)
			continue;
		for (to = script; to != NULL; to = to->next)
			if (to->name == ':' &&
			    strcmp(to->text, cmd->text) == 0)
				break;
		if (to == NULL)
			errx(1, "there is no label %s", cmd->text);
		cmd->target = to;
	}
}

void
compile(void)
{
	struct command *cmd;

	if (textlen >= 3 && strncmp(text, "#n\n", 3) == 0)
		quiet = true;
	while (pos < textlen) {
		if (isspace((unsigned char)text[pos]) || text[pos] == ';') {
			pos++;
			continue;
		}
		if (text[pos] == '#') {
			while (pos < textlen && text[pos] != '\n')
				pos++;
			continue;
		}
		cmd = read_command();
		*tail = cmd;
		tail = &cmd->next;
	}
	if (depth > 0)
		fail("{ without }");
	resolve_labels();
}
