/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The input of a run: bytes that say what the scenario does.  They are those
 * that the user or the fuzzer gives, or else come from the seed.  The first
 * byte that is given is the seed of the run; the others are the input.
 */

#include <err.h>
#include <string.h>

#include "host.h"

#define	RANDOM_MAX	256		/* bytes of an input from a seed */

static unsigned char input[SIM_INPUT_MAX];
static size_t	input_len;
static bool	given;			/* not from the seed */
static bool	made;			/* in this run, from it */
static bool	measuring;		/* this run has the input of its seed */

/*
 * Let these bytes be the input of the runs that come, as much of them as one
 * can have; the seed.
 */
unsigned
input_set(const unsigned char *p, size_t len)
{

	given = true;
	input_len = len == 0 ? 0 : len - 1;
	if (input_len > sizeof(input))
		input_len = sizeof(input);
	if (input_len != 0)
		memcpy(input, p + 1, input_len);
	return (len == 0 ? 0 : p[0]);
}

/* The same with what is in a file. */
unsigned
input_file(const char *path)
{
	static unsigned char buf[SIM_INPUT_MAX + 1];
	size_t n;
	FILE *fp;

	fp = fopen(path, "r");
	if (fp == NULL)
		err(1, "%s", path);
	n = fread(buf, 1, sizeof(buf), fp);
	if (ferror(fp))
		err(1, "%s", path);
	fclose(fp);
	return (input_set(buf, n));
}

/*
 * A run begins; one that measures is to be the same whatever is given.
 */
void
input_begin(bool measures)
{

	made = false;
	measuring = measures;
}

/* Make the input of a seed. */
static size_t
make(unsigned char *p)
{
	size_t len = host_random() % RANDOM_MAX, i;

	for (i = 0; i < len; i++)
		p[i] = (unsigned char)host_random();
	return (len);
}

/*
 * From the kernel: copy the input of the run; its length.
 */
unsigned long
host_input(unsigned char *p)
{

	if (given && measuring)
		return (make(p));
	if (!given && !made) {
		made = true;
		input_len = make(input);
	}
	memcpy(p, input, input_len);
	return (input_len);
}
