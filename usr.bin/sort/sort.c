/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sort: put lines in order.
 *
 * Lines are collected until they need more memory than the bound; each such
 * run is sorted and written to an unlinked temporary file.  Runs (with -m the
 * operands) are merged, at most MERGE_MAX at a time.  Both steps are stable:
 * of equal lines the one that was read first comes first.
 */
#include <sys/types.h>
#include <sys/stat.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <paths.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sort.h"

#define	MERGE_MAX	32
#define	BLOCK		((size_t)256 * 1024)

struct run {
	FILE		*fp;
	const char	*name;
	struct line	 line;
	size_t		 room;
	bool		 over;
};

struct block {
	struct block	*next;
	size_t		 used, room;
	char		 data[];
};

static int		 eol = '\n';
static size_t		 bound = (size_t)64 * 1024 * 1024;
static const char	*tmpdir, *outname;
static struct line	*lines;
static size_t		 nlines, lineroom, memory;
static struct block	*blocks;
static FILE		**runs;		/* sorted temporary files */
static size_t		 nruns;

static int	check(const char *, bool);
static void	collect(char **);
static void	merge_files(char **);
static void	output_end(FILE *);
static FILE	*output_begin(void);
static void	usage(void) __dead2;
static void	write_merged(void);
static void	write_sorted(FILE *);

static size_t
size_read(const char *s)
{
	char *end;
	unsigned long long n;

	errno = 0;
	n = strtoull(s, &end, 10);
	if (end == s || *s == '-' || errno != 0)
		errx(2, "-S %s: invalid", s);
	switch (*end) {
	case 'b':
		break;
	case '\0': case 'K': case 'k':
		n *= 1024;
		break;
	case 'M':
		n *= 1024 * 1024;
		break;
	case 'G':
		n *= 1024 * 1024 * 1024;
		break;
	case '%':
		/* A share of a memory that many use is no bound. */
		return (bound);
	default:
		errx(2, "-S %s: invalid", s);
	}
	return (n < 4096 ? 4096 : (size_t)n);
}

static int
separator_read(const char *s)
{

	if (strcmp(s, "\\0") == 0)
		return ('\0');
	if (s[0] == '\0' || s[1] != '\0')
		errx(2, "-t %s: not one character", s);
	return ((unsigned char)s[0]);
}

int
main(int argc, char *argv[])
{
	static char dash[] = "-", *standard_input[] = { dash, NULL };
	bool merge = false;
	int ch, checking = 0;
	FILE *fp;

	if ((tmpdir = getenv("TMPDIR")) == NULL || *tmpdir == '\0')
		tmpdir = _PATH_TMP;
	while ((ch = getopt(argc, argv, "CMRS:T:Vbcdfghik:mno:rst:uz")) != -1) {
		switch (ch) {
		case 'C':
		case 'c':
			checking = ch;
			break;
		case 'S':
			bound = size_read(optarg);
			break;
		case 'T':
			tmpdir = optarg;
			break;
		case 'k':
			compare_add_key(optarg);
			break;
		case 'm':
			merge = true;
			break;
		case 'o':
			outname = optarg;
			break;
		case 's':
			stable = true;
			break;
		case 't':
			separator = separator_read(optarg);
			break;
		case 'u':
			uniq = true;
			break;
		case 'z':
			eol = '\0';
			break;
		default:
			if (!compare_option(&global, ch, true, true))
				usage();
		}
	}
	argv += optind;
	compare_prepare();
	if ((checking != 0 || merge) && compare_is_random())
		errx(2, "-R: a random order cannot be checked or merged");
	if (*argv == NULL)
		argv = standard_input;
	if (checking != 0) {
		if (argv[1] != NULL)
			errx(2, "-%c takes one file", checking);
		return (check(*argv, checking == 'c'));
	}
	if (merge) {
		merge_files(argv);
		return (0);
	}
	collect(argv);
	if (nruns > 0)
		write_merged();
	else {
		fp = output_begin();
		write_sorted(fp);
		output_end(fp);
	}
	return (0);
}

/* --- files ---------------------------------------------------------------- */

static FILE *
input_open(const char *name)
{
	FILE *fp;

	if (strcmp(name, "-") == 0)
		return (stdin);
	if ((fp = fopen(name, "r")) == NULL)
		err(2, "%s", name);
	return (fp);
}

static FILE *
output_begin(void)
{
	FILE *fp;

	if (outname == NULL)
		return (stdout);
	if ((fp = fopen(outname, "w")) == NULL)
		err(2, "%s", outname);
	return (fp);
}

static void
output_end(FILE *fp)
{

	if (fclose(fp) != 0)
		err(2, "%s", outname != NULL ? outname : "stdout");
}

static FILE *
temporary(void)
{
	char *path;
	FILE *fp;
	int fd;

	if (asprintf(&path, "%s/sort.XXXXXXXXXX", tmpdir) < 0)
		err(2, NULL);
	if ((fd = mkstemp(path)) < 0 || (fp = fdopen(fd, "w+")) == NULL)
		err(2, "%s", path);
	(void)unlink(path);
	free(path);
	return (fp);
}

static void
temporary_end(FILE *fp)
{

	if (fflush(fp) != 0 || ferror(fp))
		err(2, "temporary file");
	rewind(fp);
}

/*
 * Write a line with its end.
 */
static void
line_write(FILE *fp, const struct line *l)
{

	(void)fwrite(l->s, 1, l->len, fp);
	(void)putc(eol, fp);
}

static bool
run_next(struct run *r)
{
	ssize_t n;

	if ((n = getdelim(&r->line.s, &r->room, eol, r->fp)) < 0) {
		if (ferror(r->fp))
			err(2, "%s", r->name);
		r->over = true;
		return (false);
	}
	if (n > 0 && r->line.s[n - 1] == eol)
		n--;
	r->line.len = (size_t)n;
	return (true);
}

static int
check(const char *name, bool loud)
{
	struct run r = { .fp = input_open(name), .name = name };
	struct line last = { NULL, 0 }, swap;
	size_t lastroom = 0, room;
	unsigned long long number = 0;
	int c;

	while (run_next(&r)) {
		number++;
		if (number > 1) {
			c = compare_lines(&last, &r.line);
			if (c > 0 || (c == 0 && uniq)) {
				if (loud)
					warnx("%s:%llu: disorder: %.*s", name,
					    number, (int)r.line.len,
					    r.line.s);
				return (1);
			}
		}
		swap = last;
		last = r.line;
		r.line = swap;
		room = lastroom;
		lastroom = r.room;
		r.room = room;
	}
	free(last.s);
	free(r.line.s);
	return (0);
}

/* --- sorting -------------------------------------------------------------- */

static char *
keep(const char *s, size_t len)
{
	struct block *b = blocks;
	size_t room;

	if (b == NULL || b->room - b->used < len) {
		room = len > BLOCK ? len : BLOCK;
		if ((b = malloc(sizeof(*b) + room)) == NULL)
			err(2, NULL);
		b->next = blocks;
		b->used = 0;
		b->room = room;
		blocks = b;
	}
	(void)memcpy(b->data + b->used, s, len);
	b->used += len;
	return (b->data + b->used - len);
}

static void
forget(void)
{
	struct block *b;

	while ((b = blocks) != NULL) {
		blocks = b->next;
		free(b);
	}
	nlines = 0;
	memory = 0;
}

/*
 * Sort v[0, n) with room for half of it.
 */
static void
merge_sort(struct line *v, size_t n, struct line *half)
{
	size_t m = n / 2, i = 0, j = m, k = 0;
	struct line l;

	if (n <= 8) {
		for (i = 1; i < n; i++) {
			l = v[i];
			for (j = i; j > 0 && compare_lines(&v[j - 1], &l) > 0;
			    j--)
				v[j] = v[j - 1];
			v[j] = l;
		}
		return;
	}
	merge_sort(v, m, half);
	merge_sort(v + m, n - m, half);
	if (compare_lines(&v[m - 1], &v[m]) <= 0)
		return;
	(void)memcpy(half, v, m * sizeof(*v));
	while (i < m && j < n)
		v[k++] = compare_lines(&half[i], &v[j]) <= 0 ? half[i++] :
		    v[j++];
	(void)memcpy(v + k, half + i, (m - i) * sizeof(*v));
}

static void
write_sorted(FILE *fp)
{
	struct line *half;
	size_t i;

	if ((half = calloc(nlines / 2 + 1, sizeof(*half))) == NULL)
		err(2, NULL);
	merge_sort(lines, nlines, half);
	free(half);
	for (i = 0; i < nlines; i++)
		if (i == 0 || !uniq ||
		    compare_lines(&lines[i - 1], &lines[i]) != 0)
			line_write(fp, &lines[i]);
}

static void
add_run(FILE *fp)
{

	runs = reallocarray(runs, nruns + 1, sizeof(*runs));
	if (runs == NULL)
		err(2, NULL);
	runs[nruns++] = fp;
}

static void
spill(void)
{
	FILE *fp;

	fp = temporary();
	write_sorted(fp);
	temporary_end(fp);
	add_run(fp);
	forget();
}

/*
 * Read all files; what is more than the bound goes to temporary files.
 */
static void
collect(char **names)
{
	struct run r = { 0 };

	for (; *names != NULL; names++) {
		r.name = *names;
		r.fp = input_open(r.name);
		while (run_next(&r)) {
			if (memory > 0 && memory + r.line.len > bound)
				spill();
			if (nlines == lineroom) {
				lineroom = lineroom * 2 + 1024;
				lines = reallocarray(lines, lineroom,
				    sizeof(*lines));
				if (lines == NULL)
					err(2, NULL);
			}
			lines[nlines].s = keep(r.line.s, r.line.len);
			lines[nlines++].len = r.line.len;
			memory += r.line.len + 2 * sizeof(*lines);
		}
		if (r.fp != stdin)
			(void)fclose(r.fp);
	}
	free(r.line.s);
	if (nruns > 0 && nlines > 0)
		spill();
}

/* --- merging -------------------------------------------------------------- */

static void
merge(struct run *r, size_t n, FILE *fp)
{
	struct line last = { NULL, 0 };
	size_t i, best, lastroom = 0;
	bool any = false;

	for (i = 0; i < n; i++)
		(void)run_next(&r[i]);
	for (;;) {
		best = n;
		for (i = 0; i < n; i++)
			if (!r[i].over && (best == n ||
			    compare_lines(&r[i].line, &r[best].line) < 0))
				best = i;
		if (best == n)
			break;
		if (!uniq || !any ||
		    compare_lines(&last, &r[best].line) != 0) {
			line_write(fp, &r[best].line);
			if (uniq) {
				if (lastroom < r[best].line.len + 1) {
					lastroom = r[best].line.len * 2 + 1;
					last.s = realloc(last.s, lastroom);
					if (last.s == NULL)
						err(2, NULL);
				}
				(void)memcpy(last.s, r[best].line.s,
				    r[best].line.len);
				last.len = r[best].line.len;
				any = true;
			}
		}
		(void)run_next(&r[best]);
	}
	free(last.s);
	for (i = 0; i < n; i++) {
		free(r[i].line.s);
		if (r[i].fp != stdin)
			(void)fclose(r[i].fp);
	}
}

/*
 * Merge the runs, in rounds while there are too many: neighbours become one, so
 * that the order of equal lines is kept.
 */
static void
write_merged(void)
{
	struct run some[MERGE_MAX];
	size_t from, n, i, nnew;
	FILE *fp;

	for (;;) {
		for (from = nnew = 0; from < nruns; from += n) {
			n = nruns - from < MERGE_MAX ? nruns - from :
			    MERGE_MAX;
			(void)memset(some, 0, sizeof(some));
			for (i = 0; i < n; i++) {
				some[i].fp = runs[from + i];
				some[i].name = "temporary file";
			}
			fp = nruns <= MERGE_MAX ? output_begin() :
			    temporary();
			merge(some, n, fp);
			if (nruns <= MERGE_MAX) {
				output_end(fp);
				return;
			}
			temporary_end(fp);
			runs[nnew++] = fp;
		}
		nruns = nnew;
	}
}

/*
 * -m: the operands are the runs.  They are merged into temporary files first
 * when there are many, or when the output may be one of them.
 */
static void
merge_files(char **names)
{
	struct run some[MERGE_MAX];
	size_t n;
	FILE *fp;

	do {
		(void)memset(some, 0, sizeof(some));
		for (n = 0; n < MERGE_MAX && *names != NULL; n++) {
			some[n].name = *names;
			some[n].fp = input_open(*names++);
		}
		if (*names == NULL && nruns == 0 && outname == NULL) {
			merge(some, n, stdout);
			output_end(stdout);
			return;
		}
		fp = temporary();
		merge(some, n, fp);
		temporary_end(fp);
		add_run(fp);
	} while (*names != NULL);
	write_merged();
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: sort [-bdfghiMmnRrsuVz] [-k key] "
	    "[-o file] [-S size] [-T directory]\n"
	    "            [-t char] [file ...]\n"
	    "       sort -C | -c [-bdfghiMnrsuVz] [-k key] [-t char] "
	    "[file]\n");
	exit(2);
}
