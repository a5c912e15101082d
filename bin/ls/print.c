/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ls: printing a sorted list of entries, long or in columns.
 */
#include <sys/param.h>
#include <sys/stat.h>

#include <ctype.h>
#include <err.h>
#include <grp.h>
#include <libutil.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#include "ls.h"

#define	SIXMONTHS	(365 / 2 * 86400)

/* Widths of the columns of a long listing. */
struct widths {
	int	blocks, group, inode, links, size, user;
};

static int
digits(uintmax_t n)
{
	int w = 1;

	while ((n /= 10) > 0)
		w++;
	return (w);
}

static uintmax_t
blocks(const struct stat *st)
{

	return ((uintmax_t)howmany(st->st_blocks * 512, opt.blocksize));
}

/* --- names ---------------------------------------------------------------- */

/*
 * Print a byte that is no character, or one that takes no column, as the
 * options say; returns how many columns that takes.
 */
static unsigned
put_strange(unsigned char c, FILE *fp)
{
	static const char letters[] = "abtnvfr";	/* from 7 on */
	char text[5];
	int n;

	if (opt.strange == STRANGE_C && c >= '\a' && c <= '\r')
		n = snprintf(text, sizeof(text), "\\%c", letters[c - '\a']);
	else if (opt.strange == STRANGE_C || opt.strange == STRANGE_OCTAL)
		n = snprintf(text, sizeof(text), "\\%03o", c);
	else {
		text[0] = opt.strange == STRANGE_MARK ? '?' : (char)c;
		n = 1;
	}
	if (fp != NULL)
		(void)fwrite(text, 1, (size_t)n, fp);
	return ((unsigned)n);
}

/*
 * Print a name, its strange bytes as the options say, and return how many
 * columns it took; only count when fp is NULL.
 */
static unsigned
put_name(const char *s, FILE *fp)
{
	unsigned width = 0;
	mbstate_t mbs;
	wchar_t wc;
	size_t n;
	int w;

	memset(&mbs, 0, sizeof(mbs));
	while (*s != '\0') {
		n = mbrtowc(&wc, s, 6, &mbs);
		if (n != (size_t)-1 && n != (size_t)-2 && n > 0 &&
		    (w = wcwidth(wc)) >= 0) {
			if (fp != NULL)
				(void)fwrite(s, 1, n, fp);
			width += (unsigned)w;
			s += n;
			continue;
		}
		memset(&mbs, 0, sizeof(mbs));
		width += put_strange((unsigned char)*s++, fp);
	}
	return (width);
}

static char
type_char(mode_t mode)
{

	if (S_ISDIR(mode))
		return ('/');
	if (!opt.f_type)
		return ('\0');
	if (S_ISLNK(mode))
		return ('@');
	if (S_ISSOCK(mode))
		return ('=');
	if (S_ISFIFO(mode))
		return ('|');
	if ((mode & (S_IXUSR | S_IXGRP | S_IXOTH)) != 0)
		return ('*');
	return ('\0');
}

static const char *
color(mode_t mode)
{

	if (!opt.f_color)
		return (NULL);
	if (S_ISDIR(mode))
		return ("\033[34m");
	if (S_ISLNK(mode))
		return ("\033[35m");
	if (S_ISREG(mode))
		return ((mode & (S_IXUSR | S_IXGRP | S_IXOTH)) != 0 ?
		    "\033[31m" : NULL);
	return ("\033[33m");
}

static unsigned
put_marked_name(const struct entry *e, FILE *fp)
{
	const char *on = e->statted && fp != NULL ? color(e->st.st_mode) :
	    NULL;
	unsigned width;
	char c;

	if (on != NULL)
		(void)fputs(on, fp);
	width = put_name(e->name, fp);
	if (on != NULL)
		(void)fputs("\033[m", fp);
	if ((opt.f_type || opt.f_flags_slash) && e->statted &&
	    (c = type_char(e->st.st_mode)) != '\0') {
		if (fp != NULL)
			(void)putc(c, fp);
		width++;
	}
	return (width);
}

/* --- the long form -------------------------------------------------------- */

static const char *
user_name(uid_t uid, char *buf, size_t size)
{

	if (opt.f_numeric) {
		(void)snprintf(buf, size, "%u", uid);
		return (buf);
	}
	return (user_from_uid(uid, 0));
}

static const char *
group_name(gid_t gid, char *buf, size_t size)
{

	if (opt.f_numeric) {
		(void)snprintf(buf, size, "%u", gid);
		return (buf);
	}
	return (group_from_gid(gid, 0));
}

static const char *
size_text(const struct stat *st, char *buf, size_t size)
{

	if (S_ISCHR(st->st_mode) || S_ISBLK(st->st_mode))
		(void)snprintf(buf, size, "%#jx", (uintmax_t)st->st_rdev);
	else if (opt.f_human)
		(void)humanize_number(buf, 5, st->st_size, "", HN_AUTOSCALE,
		    HN_B | HN_NOSPACE | HN_DECIMAL);
	else
		(void)snprintf(buf, size, "%jd", (intmax_t)st->st_size);
	return (buf);
}

static void
widen(int *w, int have)
{

	if (have > *w)
		*w = have;
}

static void
measure(struct widths *w, const struct entry *list, size_t n)
{
	char buf[32];
	size_t i;

	memset(w, 0, sizeof(*w));
	for (i = 0; i < n; i++) {
		const struct stat *st = &list[i].st;

		widen(&w->blocks, digits(blocks(st)));
		widen(&w->inode, digits(st->st_ino));
		widen(&w->links, digits(st->st_nlink));
		if (!opt.f_long)
			continue;
		widen(&w->user, (int)strlen(user_name(st->st_uid, buf,
		    sizeof(buf))));
		widen(&w->group, (int)strlen(group_name(st->st_gid, buf,
		    sizeof(buf))));
		widen(&w->size, (int)strlen(size_text(st, buf,
		    sizeof(buf))));
	}
}

static void
put_time(const struct timespec *ts)
{
	static time_t now;
	const char *fmt;
	struct tm *tm;
	char buf[256];

	if (now == 0)
		now = time(NULL);
	if (opt.timefmt != NULL)
		fmt = opt.timefmt;
	else if (opt.f_fulltime)
		fmt = "%b %e %H:%M:%S %Y";
	else if (ts->tv_sec + SIXMONTHS > now && ts->tv_sec < now + SIXMONTHS)
		fmt = "%b %e %H:%M";
	else
		fmt = "%b %e  %Y";
	tm = localtime(&ts->tv_sec);
	if (tm == NULL || strftime(buf, sizeof(buf), fmt, tm) == 0)
		(void)printf("%jd ", (intmax_t)ts->tv_sec);
	else
		(void)printf("%s ", buf);
}

static void
put_prefix(const struct entry *e, const struct widths *w)
{

	if (opt.f_inode)
		(void)printf("%*ju ", w->inode, (uintmax_t)e->st.st_ino);
	if (opt.f_blocks)
		(void)printf("%*ju ", w->blocks, blocks(&e->st));
}

static void
print_long(const struct entry *e, const struct widths *w)
{
	char buf[32], mode[12];

	put_prefix(e, w);
	strmode(e->st.st_mode, mode);
	(void)printf("%s %*ju ", mode, w->links, (uintmax_t)e->st.st_nlink);
	if (!opt.f_group_only)
		(void)printf("%-*s  ", w->user,
		    user_name(e->st.st_uid, buf, sizeof(buf)));
	if (!opt.f_owner_only)
		(void)printf("%-*s  ", w->group,
		    group_name(e->st.st_gid, buf, sizeof(buf)));
	(void)printf("%*s ", w->size, size_text(&e->st, buf, sizeof(buf)));
	put_time(entry_time(e));
	(void)put_marked_name(e, stdout);
	if (e->link != NULL) {
		(void)fputs(" -> ", stdout);
		(void)put_name(e->link, stdout);
	}
	(void)putchar('\n');
}

/* --- columns -------------------------------------------------------------- */

static unsigned
prefix_width(const struct widths *w)
{

	return ((opt.f_inode ? (unsigned)w->inode + 1 : 0) +
	    (opt.f_blocks ? (unsigned)w->blocks + 1 : 0));
}

static void
print_columns(const struct entry *list, size_t n, const struct widths *w)
{
	unsigned colwidth = 0, width;
	size_t cols, rows, row, col, i;

	for (i = 0; i < n; i++) {
		width = put_marked_name(&list[i], NULL);
		if (width > colwidth)
			colwidth = width;
	}
	colwidth += prefix_width(w) + 2;
	cols = opt.width / colwidth;
	if (cols == 0)
		cols = 1;
	rows = howmany(n, cols);
	for (row = 0; row < rows; row++) {
		for (col = 0; col < cols; col++) {
			i = opt.columns == COLUMNS_ACROSS ? row * cols + col :
			    col * rows + row;
			if (i >= n)
				break;
			put_prefix(&list[i], w);
			width = put_marked_name(&list[i], stdout) +
			    prefix_width(w);
			/* No blanks behind the last of a row. */
			if (col + 1 < cols && (opt.columns == COLUMNS_ACROSS ?
			    i + 1 : i + rows) < n)
				(void)printf("%*s", (int)(colwidth - width),
				    "");
		}
		(void)putchar('\n');
	}
}

static void
print_stream(const struct entry *list, size_t n, const struct widths *w)
{
	unsigned at = 0, width;
	size_t i;

	for (i = 0; i < n; i++) {
		/* The comma counts, the blank at the end of a line does not. */
		width = put_marked_name(&list[i], NULL) + prefix_width(w) + 2;
		if (at > 0 && at + width - 1 > opt.width) {
			(void)fputs(",\n", stdout);
			at = 0;
		} else if (at > 0)
			(void)fputs(", ", stdout);
		put_prefix(&list[i], w);
		(void)put_marked_name(&list[i], stdout);
		at += width;
	}
	(void)putchar('\n');
}

/* --- JSON ----------------------------------------------------------------- */

static bool json_begun;

static void
json_string(const char *name, const char *s)
{

	(void)printf("\"%s\": ", name);
	if (s == NULL)
		(void)fputs("null", stdout);
	else
		fput_json(s, strlen(s), stdout);
	(void)fputs(", ", stdout);
}

/* An entry, with the names that stat(1) gives to its numbers. */
static void
print_json(const struct entry *e)
{
	const struct stat *st = &e->st;
	char mode[12];

	strmode(st->st_mode, mode);
	mode[10] = '\0';
	(void)printf("%s\n  {", json_begun ? "," : "[");
	json_begun = true;
	json_string("file", e->name);
	json_string("directory", e->path);
	json_string("target", e->link);
	json_string("mode", mode);
	json_string("user", user_from_uid(st->st_uid, 0));
	json_string("group", group_from_gid(st->st_gid, 0));
	(void)printf("\"dev\": %ju, \"ino\": %ju, \"nlink\": %ju, "
	    "\"uid\": %u, \"gid\": %u, \"rdev\": %ju, \"size\": %jd, "
	    "\"atime\": %jd, \"mtime\": %jd, \"ctime\": %jd, "
	    "\"birthtime\": %jd, \"blocks\": %jd}",
	    (uintmax_t)st->st_dev, (uintmax_t)st->st_ino,
	    (uintmax_t)st->st_nlink, st->st_uid, st->st_gid,
	    (uintmax_t)st->st_rdev, (intmax_t)st->st_size,
	    (intmax_t)st->st_atim.tv_sec, (intmax_t)st->st_mtim.tv_sec,
	    (intmax_t)st->st_ctim.tv_sec, (intmax_t)st->st_birthtim.tv_sec,
	    (intmax_t)st->st_blocks);
}

/* Everything was printed. */
void
print_end(void)
{

	if (opt.f_json)
		(void)puts(json_begun ? "\n]" : "[]");
}

void
print_entries(struct entry *list, size_t n, bool total)
{
	uintmax_t sum = 0;
	struct widths w;
	size_t i;

	if (opt.f_json) {
		for (i = 0; i < n; i++)
			print_json(&list[i]);
		return;
	}
	measure(&w, list, n);
	if (total) {
		for (i = 0; i < n; i++)
			sum += (uintmax_t)list[i].st.st_blocks;
		(void)printf("total %ju\n",
		    howmany(sum * 512, (uintmax_t)opt.blocksize));
	}
	if (n == 0)
		return;
	if (opt.f_long) {
		for (i = 0; i < n; i++)
			print_long(&list[i], &w);
	} else if (opt.columns == COLUMNS_ONE) {
		for (i = 0; i < n; i++) {
			put_prefix(&list[i], &w);
			(void)put_marked_name(&list[i], stdout);
			(void)putchar('\n');
		}
	} else if (opt.columns == COLUMNS_STREAM)
		print_stream(list, n, &w);
	else
		print_columns(list, n, &w);
}
