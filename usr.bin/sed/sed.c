/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sed: edit lines by a script.  compile.c reads the script, process.c runs it.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "sed.h"

bool		 extended, quiet, separate;
const char	*inplace;
struct command	*script;

static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	static char dash[] = "-", *standard_input[] = { dash, NULL };
	bool have_script = false;
	int ch, rval;

	while ((ch = getopt(argc, argv, "EI:e:f:i::lnrsu")) != -1) {
		switch (ch) {
		case 'E':
		case 'r':
			extended = true;
			break;
		case 'I':
			inplace = optarg;
			break;
		case 'e':
			compile_add_string(optarg);
			have_script = true;
			break;
		case 'f':
			compile_add_file(optarg);
			have_script = true;
			break;
		case 'i':
			inplace = optarg != NULL ? optarg : "";
			separate = true;
			break;
		case 'l':
		case 'u':
			(void)setvbuf(stdout, NULL, _IOLBF, 0);
			break;
		case 'n':
			quiet = true;
			break;
		case 's':
			separate = true;
			break;
		default:
			usage();
		}
	}
	argv += optind;
	if (!have_script) {
		if (*argv == NULL)
			usage();
		compile_add_string(*argv++);
	}
	compile();
	rval = process(*argv != NULL ? argv : standard_input);
	compile_close_outputs();
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: sed [-Elnrsu] [-I extension] "
	    "[-i[extension]] script [file ...]\n"
	    "       sed [-Elnrsu] [-I extension] [-i[extension]] [-e script] "
	    "[-f file] [file ...]\n");
	exit(1);
}
