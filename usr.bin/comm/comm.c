/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * comm: compare two sorted files line by line.
 */
#include <ctype.h>
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct input {
	const char	*name;
	FILE		*fp;
	char		*line;
	size_t		 len, room;	/* len without the newline */
	bool		 over;
};

static bool		 iflag;
static const char	*tabs[3] = { "", "\t", "\t\t" };

static void	usage(void) __dead2;

static void
input_open(struct input *in, const char *name)
{

	in->name = name;
	in->fp = strcmp(name, "-") == 0 ? stdin : fopen(name, "r");
	if (in->fp == NULL)
		err(1, "%s", name);
}

static void
input_next(struct input *in)
{
	ssize_t n;

	if ((n = getline(&in->line, &in->room, in->fp)) < 0) {
		if (ferror(in->fp))
			err(1, "%s", in->name);
		in->over = true;
		return;
	}
	if (n > 0 && in->line[n - 1] == '\n')
		n--;
	in->len = (size_t)n;
}

static int
compare(const struct input *a, const struct input *b)
{
	size_t i, n = a->len < b->len ? a->len : b->len;
	int c, d;

	for (i = 0; i < n; i++) {
		c = (unsigned char)a->line[i];
		d = (unsigned char)b->line[i];
		if (iflag) {
			c = tolower(c);
			d = tolower(d);
		}
		if (c != d)
			return (c - d);
	}
	return ((a->len > b->len) - (a->len < b->len));
}

static void
put(const struct input *in, int column)
{

	if (tabs[column] == NULL)
		return;
	(void)fputs(tabs[column], stdout);
	(void)fwrite(in->line, 1, in->len, stdout);
	if (putchar('\n') == EOF)
		err(1, "stdout");
}

int
main(int argc, char *argv[])
{
	struct input a = { .over = false }, b = { .over = false };
	static const char all[] = "\t\t";
	bool shown[3] = { true, true, true };
	int c, ch, i, n;

	while ((ch = getopt(argc, argv, "123i")) != -1) {
		switch (ch) {
		case '1':
		case '2':
		case '3':
			shown[ch - '1'] = false;
			break;
		case 'i':
			iflag = true;
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	if (argc != 2)
		usage();
	for (i = n = 0; i < 3; i++)
		tabs[i] = shown[i] ? all + 2 - n++ : NULL;
	input_open(&a, argv[0]);
	input_open(&b, argv[1]);
	if (a.fp == b.fp)
		errx(1, "only one file can be the standard input");
	input_next(&a);
	input_next(&b);
	while (!a.over || !b.over) {
		c = a.over ? 1 : b.over ? -1 : compare(&a, &b);
		put(c > 0 ? &b : &a, c < 0 ? 0 : c > 0 ? 1 : 2);
		if (c <= 0)
			input_next(&a);
		if (c >= 0)
			input_next(&b);
	}
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (0);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: comm [-123i] file1 file2\n");
	exit(1);
}
