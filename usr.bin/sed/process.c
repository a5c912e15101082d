/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sed: run the script.
 *
 * The pattern space holds lines without the last newline.  A last line of the
 * input that has none is printed without; whoever prints after it first writes
 * the newline that is owed.  To know the last line, the next file with
 * something in it is opened ahead.
 */
#include <sys/types.h>
#include <sys/stat.h>

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>
#include <wctype.h>

#include "sed.h"

#define	NMATCH	10
#define	LINE_WIDTH	70

struct space {
	char	*s;
	size_t	 len, room;
};

/* What is to be written at the end of the cycle: text, or a file's content. */
struct later {
	const struct command	*cmd;
	struct later		*next;
};

static struct space	 pattern, hold, result;
static struct later	*queue, **queue_tail = &queue;
static struct outfile	 out;		/* the output: stdout, or with -i */
static char		**files;	/* those not yet opened */
static FILE		*in, *ahead;	/* current, and the next opened */
static const char	*in_name, *ahead_name;
static char		*temp_name;	/* file being written, with -i */
static bool		 unended;	/* the last line had no newline */
static unsigned long	 lineno;
static const regex_t	*last_re;
static regmatch_t	 match[NMATCH];
static int		 rval;

static void
space_add(struct space *sp, const char *s, size_t n)
{

	if (sp->room - sp->len < n + 1) {
		sp->room = (sp->len + n + 1) * 2;
		if ((sp->s = realloc(sp->s, sp->room)) == NULL)
			err(1, NULL);
	}
	if (n > 0)
		(void)memcpy(sp->s + sp->len, s, n);
	sp->len += n;
	sp->s[sp->len] = '\0';
}

static void
space_swap(struct space *a, struct space *b)
{
	struct space old = *a;

	*a = *b;
	*b = old;
}

/* --- output --------------------------------------------------------------- */

static void
pay(struct outfile *o)
{

	if (o->owed)
		(void)putc('\n', o->fp);
	o->owed = false;
}

/*
 * Write a line that comes from the pattern space.
 */
static void
write_line(struct outfile *o, const char *s, size_t len, bool newline)
{

	if (o->fp == out.fp)
		o = &out;
	pay(o);
	(void)fwrite(s, 1, len, o->fp);
	if (newline)
		(void)putc('\n', o->fp);
	else
		o->owed = true;
	if (o != &out && fflush(o->fp) != 0)
		err(1, "%s", o->path);
}

static void
write_pattern(struct outfile *o)
{

	write_line(o, pattern.s, pattern.len, !unended);
}

static void
copy_file(const char *path)
{
	char buf[BUFSIZ];
	size_t n;
	FILE *fp;

	fp = strcmp(path, "/dev/stdin") == 0 ? stdin : fopen(path, "r");
	if (fp == NULL)
		return;		/* POSIX: as if it were empty */
	while ((n = fread(buf, 1, sizeof(buf), fp)) > 0) {
		pay(&out);
		(void)fwrite(buf, 1, n, out.fp);
	}
	if (fp != stdin)
		(void)fclose(fp);
}

static void
queue_add(const struct command *cmd)
{
	struct later *l;

	if ((l = malloc(sizeof(*l))) == NULL)
		err(1, NULL);
	l->cmd = cmd;
	l->next = NULL;
	*queue_tail = l;
	queue_tail = &l->next;
}

static void
queue_flush(void)
{
	struct later *l;

	while ((l = queue) != NULL) {
		queue = l->next;
		if (l->cmd->name == 'r')
			copy_file(l->cmd->text);
		else {
			pay(&out);
			(void)fwrite(l->cmd->text, 1, l->cmd->textlen,
			    out.fp);
		}
		free(l);
	}
	queue_tail = &queue;
}

/*
 * The command l: show the pattern space with nothing hidden.
 */
static void
write_visibly(int width)
{
	static const char names[] = "\\\\\aa\bb\ff\nn\rr\tt\vv";
	char one[8];
	size_t i, n;
	const char *p;
	int column = 0, c;

	if (width < 0)
		width = LINE_WIDTH;
	pay(&out);
	for (i = 0; i < pattern.len; i++) {
		c = (unsigned char)pattern.s[i];
		for (p = names; *p != '\0' && *p != c; p += 2)
			continue;
		if (*p != '\0')
			(void)snprintf(one, sizeof(one), "\\%c", p[1]);
		else if (c < 0x80 && isprint(c))
			(void)snprintf(one, sizeof(one), "%c", c);
		else
			(void)snprintf(one, sizeof(one), "\\%03o",
			    (unsigned)c);
		n = strlen(one);
		if (width > 1 && column + (int)n > width - 1) {
			(void)fputs("\\\n", out.fp);
			column = 0;
		}
		(void)fputs(one, out.fp);
		column += (int)n;
	}
	(void)fputs("$\n", out.fp);
}

/* --- input ---------------------------------------------------------------- */

/*
 * Finish a file that is edited in place: keep the old one under another name
 * if that is wanted, and put the new one in its stead.
 */
static void
inplace_end(void)
{
	char *backup;

	if (temp_name == NULL)
		return;
	if (fclose(out.fp) != 0)
		err(1, "%s", temp_name);
	if (*inplace != '\0') {
		if (asprintf(&backup, "%s%s", in_name, inplace) < 0)
			err(1, NULL);
		if (rename(in_name, backup) != 0)
			err(1, "%s", backup);
		free(backup);
	}
	if (rename(temp_name, in_name) != 0)
		err(1, "%s", in_name);
	free(temp_name);
	temp_name = NULL;
	out.fp = stdout;
	out.owed = false;
}

static void
inplace_begin(void)
{
	const char *slash;
	struct stat st;
	int fd;

	if (fstat(fileno(in), &st) != 0)
		err(1, "%s", in_name);
	slash = strrchr(in_name, '/');
	if (asprintf(&temp_name, "%.*ssed.XXXXXXXXXX", slash != NULL ?
	    (int)(slash + 1 - in_name) : 0, in_name) < 0)
		err(1, NULL);
	if ((fd = mkstemp(temp_name)) < 0)
		err(1, "%s", temp_name);
	if (fchown(fd, st.st_uid, st.st_gid) != 0)
		st.st_mode &= ~(mode_t)(S_ISUID | S_ISGID);
	(void)fchmod(fd, st.st_mode & 07777);
	if ((out.fp = fdopen(fd, "w")) == NULL)
		err(1, "%s", temp_name);
}

/*
 * Open the next file that is not empty.
 */
static bool
open_ahead(void)
{
	struct stat st;
	int c;

	while (ahead == NULL && *files != NULL) {
		ahead_name = *files++;
		if (strcmp(ahead_name, "-") == 0 && inplace == NULL)
			ahead = stdin;
		else if ((ahead = fopen(ahead_name, "r")) == NULL) {
			warn("%s", ahead_name);
			rval = 1;
			continue;
		}
		if (inplace != NULL && (fstat(fileno(ahead), &st) != 0 ||
		    !S_ISREG(st.st_mode))) {
			warnx("%s: not a regular file", ahead_name);
			rval = 1;
		} else if ((c = getc(ahead)) != EOF) {
			(void)ungetc(c, ahead);
			break;
		} else if (ferror(ahead)) {
			warn("%s", ahead_name);
			rval = 1;
		}
		if (ahead != stdin)
			(void)fclose(ahead);
		ahead = NULL;
	}
	return (ahead != NULL);
}

static bool
at_end(FILE *fp)
{
	int c;

	if (fp == NULL)
		return (true);
	if ((c = getc(fp)) == EOF) {
		if (ferror(fp)) {
			warn("%s", in_name);
			rval = 1;
		}
		return (true);
	}
	(void)ungetc(c, fp);
	return (false);
}

static bool
is_last(void)
{

	return (at_end(in) && (separate || !open_ahead()));
}

/*
 * Is there no line left at all?
 */
static bool
is_over(void)
{

	return (at_end(in) && !open_ahead());
}

static void
ranges_reset(void)
{
	struct command *cmd;

	for (cmd = script; cmd != NULL; cmd = cmd->next)
		cmd->inrange = cmd->a1.type == ADDR_FIRST_RE;
}

static void
close_input(void)
{

	if (in == NULL)
		return;
	inplace_end();
	if (in != stdin)
		(void)fclose(in);
	in = NULL;
}

/*
 * Add the next line to the pattern space; false if there is none.
 */
static bool
read_line(void)
{
	static char *line;
	static size_t size;
	ssize_t n;

	if (at_end(in)) {
		if (!open_ahead())
			return (false);
		close_input();
		in = ahead;
		in_name = ahead_name;
		ahead = NULL;
		if (separate) {
			lineno = 0;
			ranges_reset();
		}
		if (inplace != NULL)
			inplace_begin();
	}
	if ((n = getline(&line, &size, in)) < 0)
		return (false);
	lineno++;
	unended = line[n - 1] != '\n';
	space_add(&pattern, line, (size_t)(unended ? n : n - 1));
	return (true);
}

/* --- addresses ------------------------------------------------------------ */

static bool
re_matches(const regex_t *re, size_t from, int eflags)
{
	size_t i;
	int error;

	if (re == NULL && (re = last_re) == NULL)
		errx(1, "no previous regular expression");
	last_re = re;
	for (i = 0; i < NMATCH; i++)
		match[i].rm_so = match[i].rm_eo = -1;
	match[0].rm_so = (regoff_t)from;
	match[0].rm_eo = (regoff_t)pattern.len;
	error = regexec(re, pattern.s, NMATCH, match, eflags | REG_STARTEND);
	if (error != 0 && error != REG_NOMATCH)
		errx(1, "line %lu: the match takes too much memory", lineno);
	return (error == 0);
}

static bool
addr_matches(const struct addr *a)
{

	switch (a->type) {
	case ADDR_LINE:
		return (lineno == a->n);
	case ADDR_STEP:
		return (a->step == 0 ? lineno == a->n :
		    lineno >= a->n && (lineno - a->n) % a->step == 0);
	case ADDR_LAST:
		return (is_last());
	case ADDR_RE:
		return (re_matches(a->re, 0, 0));
	default:
		return (false);
	}
}

/*
 * Begin a range at the current line; it may be that line only.
 */
static void
range_begin(struct command *cmd)
{
	unsigned long n = cmd->a2.n;

	switch (cmd->a2.type) {
	case ADDR_LINE:
		cmd->rangeend = n;
		break;
	case ADDR_PLUS:
		cmd->rangeend = lineno + n;
		break;
	case ADDR_MULTIPLE:
		cmd->rangeend = n == 0 ? lineno : (lineno + n - 1) / n * n;
		break;
	case ADDR_LAST:
		cmd->inrange = !is_last();
		return;
	default:
		cmd->inrange = true;
		return;
	}
	cmd->inrange = cmd->rangeend > lineno;
}

static bool
selected(struct command *cmd)
{

	if (cmd->a1.type == ADDR_NONE)
		return (true);
	if (cmd->a2.type == ADDR_NONE)
		return (addr_matches(&cmd->a1));
	if (!cmd->inrange) {
		if (!addr_matches(&cmd->a1))
			return (false);
		range_begin(cmd);
		return (true);
	}
	if (cmd->a2.type == ADDR_RE || cmd->a2.type == ADDR_LAST) {
		cmd->inrange = !addr_matches(&cmd->a2);
		return (true);
	}
	cmd->inrange = lineno < cmd->rangeend;
	return (lineno <= cmd->rangeend);
}

/* --- s and y -------------------------------------------------------------- */

/*
 * Add text to the result with its case changed as fold and once say; once is
 * for one character, and over behind it.
 */
static void
add_folded(const char *s, size_t len, int fold, int *once)
{
	char one[MB_LEN_MAX];
	mbstate_t mbs;
	wchar_t wc;
	size_t n, m;

	if (fold == FOLD_SAME && *once == ONCE_SAME) {
		space_add(&result, s, len);
		return;
	}
	for (; len > 0; s += n, len -= n) {
		(void)memset(&mbs, 0, sizeof(mbs));
		n = mbrtowc(&wc, s, len, &mbs);
		if (n == 0 || n > len) {
			n = 1;
			space_add(&result, s, 1);
			continue;
		}
		if (*once == ONCE_UPPER ||
		    (*once == ONCE_SAME && fold == FOLD_UPPER))
			wc = (wchar_t)towupper((wint_t)wc);
		else if (*once == ONCE_LOWER || fold == FOLD_LOWER)
			wc = (wchar_t)towlower((wint_t)wc);
		*once = ONCE_SAME;
		(void)memset(&mbs, 0, sizeof(mbs));
		m = wcrtomb(one, wc, &mbs);
		space_add(&result, m != (size_t)-1 ? one : s,
		    m != (size_t)-1 ? m : n);
	}
}

static void
add_replacement(const struct command *cmd)
{
	const struct piece *p;
	const regmatch_t *m;
	int fold = FOLD_SAME, once = ONCE_SAME;

	for (p = cmd->pieces; p < cmd->pieces + cmd->npieces; p++) {
		if (p->fold == FOLD_END)
			fold = FOLD_SAME;
		else if (p->fold != FOLD_SAME)
			fold = (int)p->fold;
		if (p->once != ONCE_SAME)
			once = (int)p->once;
		add_folded(p->text, p->len, fold, &once);
		if (p->group < 0)
			continue;
		m = &match[p->group];
		if (m->rm_so >= 0)
			add_folded(pattern.s + m->rm_so,
			    (size_t)(m->rm_eo - m->rm_so), fold, &once);
	}
}

/*
 * The bytes of the character at the place in the pattern space.
 */
static size_t
char_at(size_t at)
{
	size_t n = 1;

	while (at + n < pattern.len &&
	    ((unsigned char)pattern.s[at + n] & 0xc0) == 0x80)
		n++;
	return (n);
}

static bool
substitute(const struct command *cmd)
{
	size_t from = 0, so, eo, n, behind = SIZE_MAX;
	unsigned long count = 0;
	bool done = false;

	result.len = 0;
	while (from <= pattern.len &&
	    re_matches(cmd->re, from, from > 0 ? REG_NOTBOL : 0)) {
		so = (size_t)match[0].rm_so;
		eo = (size_t)match[0].rm_eo;
		space_add(&result, pattern.s + from, so - from);
		/* Nothing, just behind a match, is no further match. */
		if (so != eo || so != behind) {
			if (++count >= cmd->nth) {
				add_replacement(cmd);
				done = true;
			} else
				space_add(&result, pattern.s + so, eo - so);
		}
		behind = from = eo;
		if (done && !cmd->global)
			break;
		if (so == eo) {
			if (eo == pattern.len)
				break;
			n = char_at(eo);
			space_add(&result, pattern.s + eo, n);
			from += n;
		}
	}
	if (!done)
		return (false);
	if (from < pattern.len)
		space_add(&result, pattern.s + from, pattern.len - from);
	space_swap(&pattern, &result);
	if (cmd->print)
		write_pattern(&out);
	if (cmd->out != NULL)
		write_pattern(cmd->out);
	return (true);
}

static void
translate(const struct command *cmd)
{
	size_t i, k, n;

	if (cmd->map != NULL) {
		for (i = 0; i < pattern.len; i++)
			pattern.s[i] =
			    (char)cmd->map[(unsigned char)pattern.s[i]];
		return;
	}
	result.len = 0;
	for (i = 0; i < pattern.len; i += n) {
		n = char_at(i);
		for (k = 0; k < cmd->nmap; k++)
			if (strlen(cmd->from[k]) == n &&
			    memcmp(cmd->from[k], pattern.s + i, n) == 0)
				break;
		if (k < cmd->nmap)
			space_add(&result, cmd->to[k], strlen(cmd->to[k]));
		else
			space_add(&result, pattern.s + i, n);
	}
	space_add(&result, "", 0);
	space_swap(&pattern, &result);
}

/* --- commands ------------------------------------------------------------- */

enum next { NEXT_COMMAND, NEXT_CYCLE, NEXT_RESTART, NEXT_DELETE, NEXT_QUIT,
	    NEXT_QUIT_SILENTLY };

static int	quit_status;
static bool	substituted;

static enum next
line_next(bool append)
{

	if (is_over()) {
		if (append && getenv("POSIXLY_CORRECT") != NULL)
			return (NEXT_QUIT_SILENTLY);
		return (NEXT_QUIT);
	}
	if (!append && !quiet)
		write_pattern(&out);
	queue_flush();
	if (append)
		space_add(&pattern, "\n", 1);
	else
		pattern.len = 0;
	return (read_line() ? NEXT_COMMAND : NEXT_QUIT);
}

static enum next
delete_first_line(void)
{
	const char *nl;
	size_t n;

	nl = memchr(pattern.s, '\n', pattern.len);
	if (nl == NULL)
		return (NEXT_DELETE);
	n = (size_t)(nl + 1 - pattern.s);
	pattern.len -= n;
	(void)memmove(pattern.s, nl + 1, pattern.len + 1);
	return (NEXT_RESTART);
}

static void
write_first_line(void)
{
	const char *nl;

	nl = memchr(pattern.s, '\n', pattern.len);
	if (nl != NULL)
		write_line(&out, pattern.s, (size_t)(nl - pattern.s), true);
	else
		write_pattern(&out);
}

/*
 * The commands that copy between the spaces.
 */
static void
run_hold(char name)
{

	switch (name) {
	case 'g':
		pattern.len = 0;
		space_add(&pattern, hold.s, hold.len);
		break;
	case 'G':
		space_add(&pattern, "\n", 1);
		space_add(&pattern, hold.s, hold.len);
		break;
	case 'h':
		hold.len = 0;
		space_add(&hold, pattern.s, pattern.len);
		break;
	case 'H':
		space_add(&hold, "\n", 1);
		space_add(&hold, pattern.s, pattern.len);
		break;
	default:
		space_swap(&pattern, &hold);
		break;
	}
}

static enum next
run_command(struct command *cmd, struct command **nextp)
{

	switch (cmd->name) {
	case '=':
		pay(&out);
		(void)fprintf(out.fp, "%lu\n", lineno);
		break;
	case 'a': case 'r':
		queue_add(cmd);
		break;
	case 'b':
		*nextp = cmd->target;
		break;
	case 'c': case 'i':
		if (cmd->name == 'i' || cmd->negate ||
		    cmd->a2.type == ADDR_NONE || !cmd->inrange) {
			pay(&out);
			(void)fwrite(cmd->text, 1, cmd->textlen, out.fp);
		}
		if (cmd->name == 'c')
			return (NEXT_DELETE);
		break;
	case 'd':
		return (NEXT_DELETE);
	case 'D':
		return (delete_first_line());
	case 'g': case 'G': case 'h': case 'H': case 'x':
		run_hold(cmd->name);
		break;
	case 'l':
		write_visibly(cmd->number);
		break;
	case 'n': case 'N':
		return (line_next(cmd->name == 'N'));
	case 'p':
		write_pattern(&out);
		break;
	case 'P':
		write_first_line();
		break;
	case 'q': case 'Q':
		quit_status = cmd->number;
		return (cmd->name == 'q' ? NEXT_QUIT : NEXT_QUIT_SILENTLY);
	case 's':
		substituted |= substitute(cmd);
		break;
	case 't': case 'T':
		if (substituted == (cmd->name == 't'))
			*nextp = cmd->target;
		substituted = false;
		break;
	case 'w':
		write_pattern(cmd->out);
		break;
	case 'y':
		translate(cmd);
		break;
	default:
		break;
	}
	return (NEXT_COMMAND);
}

static enum next
run_script(void)
{
	struct command *cmd, *next;
	enum next what;

	for (cmd = script; cmd != NULL; cmd = next) {
		next = cmd->next;
		if (selected(cmd) == cmd->negate) {
			if (cmd->name == '{')
				next = cmd->target;
			continue;
		}
		what = run_command(cmd, &next);
		if (what != NEXT_COMMAND)
			return (what);
	}
	return (NEXT_CYCLE);
}

/*
 * Edit all files.  The exit status.
 */
int
process(char **argv)
{
	enum next what = NEXT_CYCLE;

	files = argv;
	out.fp = stdout;
	space_add(&hold, "", 0);
	space_add(&pattern, "", 0);
	space_add(&result, "", 0);
	ranges_reset();
	for (;;) {
		if (what != NEXT_RESTART) {
			if (is_over())
				break;
			pattern.len = 0;
			if (!read_line())
				break;
			substituted = false;
		}
		what = run_script();
		if (!quiet && (what == NEXT_CYCLE || what == NEXT_QUIT))
			write_pattern(&out);
		if (what != NEXT_QUIT_SILENTLY)
			queue_flush();
		if (what == NEXT_QUIT || what == NEXT_QUIT_SILENTLY)
			break;
	}
	close_input();
	return (quit_status != 0 ? quit_status : rval);
}
