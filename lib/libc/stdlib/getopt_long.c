/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Long options.  Unless POSIXLY_CORRECT is set or the option string starts with
 * '+', operands may stand among the options: they are moved behind them as the
 * scan goes on.  A leading '-' hands them out as the argument of option 1.
 *
 * Non-options that were passed over occupy [first_operand, last_operand).
 */

#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char	*place;		/* rest of a word of short options */
static int	first_operand, last_operand;

static void
reverse(char **v, int from, int to)
{
	char *t;

	for (to--; from < to; from++, to--) {
		t = v[from];
		v[from] = v[to];
		v[to] = t;
	}
}

/* Bring options that were just scanned before the operands passed over. */
static void
exchange(char **argv)
{
	int noptions = optind - last_operand;

	if (first_operand != last_operand && noptions > 0) {
		reverse(argv, first_operand, last_operand);
		reverse(argv, last_operand, optind);
		reverse(argv, first_operand, optind);
	}
	first_operand += noptions;
	last_operand = optind;
}

/* The long option of that name; NULL, or ambiguous set. */
static const struct option *
find_long(const struct option *longopts, const char *name, size_t n,
    bool *ambiguous)
{
	const struct option *o, *found = NULL;

	*ambiguous = false;
	for (o = longopts; o->name != NULL; o++) {
		if (strncmp(o->name, name, n) != 0)
			continue;
		if (o->name[n] == '\0') {
			*ambiguous = false;
			return (o);
		}
		if (found != NULL && (found->has_arg != o->has_arg ||
		    found->flag != o->flag || found->val != o->val))
			*ambiguous = true;
		if (found == NULL)
			found = o;
	}
	return (found);
}

/*
 * One long option at word; -2 if short options should be tried instead.
 */
static int
parse_long(int argc, char **argv, const char *options, const char *word,
    const struct option *longopts, int *indexp, bool maybe_short)
{
	const char *eq = strchr(word, '=');
	size_t n = eq != NULL ? (size_t)(eq - word) : strlen(word);
	const struct option *o;
	bool ambiguous, quiet = opterr == 0 || *options == ':';

	o = find_long(longopts, word, n, &ambiguous);
	if (o == NULL && maybe_short)
		return (-2);
	optind++;
	place = NULL;
	if (o == NULL || ambiguous) {
		if (!quiet)
			(void)fprintf(stderr, "%s: %s option -- %.*s\n",
			    getprogname(), ambiguous ? "ambiguous" :
			    "unrecognized", (int)n, word);
		optopt = 0;
		return ('?');
	}
	optarg = NULL;
	if (eq != NULL) {
		if (o->has_arg == no_argument) {
			if (!quiet)
				(void)fprintf(stderr, "%s: option doesn't "
				    "take an argument -- %s\n",
				    getprogname(), o->name);
			optopt = o->flag == NULL ? o->val : 0;
			return (*options == ':' ? ':' : '?');
		}
		optarg = __DECONST(char *, eq + 1);
	} else if (o->has_arg == required_argument) {
		if (optind >= argc) {
			if (!quiet)
				(void)fprintf(stderr, "%s: option requires "
				    "an argument -- %s\n", getprogname(),
				    o->name);
			optopt = o->flag == NULL ? o->val : 0;
			return (*options == ':' ? ':' : '?');
		}
		optarg = argv[optind++];
	}
	if (indexp != NULL)
		*indexp = (int)(o - longopts);
	if (o->flag != NULL) {
		*o->flag = o->val;
		return (0);
	}
	return (o->val);
}

static int
parse_short(int argc, char **argv, const char *options)
{
	int c = (unsigned char)*place++;
	const char *spec = strchr(options, c);

	if (c == ':' || c == ';' || spec == NULL) {
		if (*place == '\0')
			optind++;
		optopt = c;
		if (opterr != 0 && *options != ':')
			(void)fprintf(stderr, "%s: illegal option -- %c\n",
			    getprogname(), c);
		return ('?');
	}
	optarg = NULL;
	if (spec[1] != ':') {
		if (*place == '\0')
			optind++;
		return (c);
	}
	optind++;
	if (*place != '\0')
		optarg = place;
	else if (spec[2] != ':') {
		if (optind >= argc) {
			place = NULL;
			optopt = c;
			if (opterr != 0 && *options != ':')
				(void)fprintf(stderr, "%s: option requires "
				    "an argument -- %c\n", getprogname(), c);
			return (*options == ':' ? ':' : '?');
		}
		optarg = argv[optind++];
	}
	place = NULL;
	return (c);
}

static int
getopt_internal(int argc, char **argv, const char *options,
    const struct option *longopts, int *indexp, bool long_only)
{
	bool permute = true, in_order = false;
	int ret;

	if (optind == 0 || optreset != 0) {
		if (optind == 0)
			optind = 1;
		optreset = 0;
		place = NULL;
		first_operand = last_operand = optind;
	}
	if (*options == '+' || *options == '-') {
		in_order = *options++ == '-';
		permute = false;
	} else if (getenv("POSIXLY_CORRECT") != NULL)
		permute = false;
	if (place != NULL && *place != '\0')
		return (parse_short(argc, argv, options));
	place = NULL;
	if (last_operand > optind || first_operand > optind)
		first_operand = last_operand = optind;
	if (permute) {
		exchange(argv);
		while (optind < argc && (argv[optind][0] != '-' ||
		    argv[optind][1] == '\0'))
			optind++;
		last_operand = optind;
	}
	if (optind < argc && strcmp(argv[optind], "--") == 0) {
		optind++;
		if (permute) {
			exchange(argv);
			optind = first_operand;
			first_operand = last_operand = optind;
		}
		return (-1);
	}
	if (optind >= argc) {
		if (permute)
			optind = first_operand;
		first_operand = last_operand = optind;
		return (-1);
	}
	if (argv[optind][0] != '-' || argv[optind][1] == '\0') {
		if (!in_order)
			return (-1);
		optarg = argv[optind++];
		return (1);
	}
	if (longopts != NULL && (argv[optind][1] == '-' || long_only)) {
		bool dashes = argv[optind][1] == '-';

		ret = parse_long(argc, argv, options,
		    argv[optind] + (dashes ? 2 : 1), longopts, indexp,
		    !dashes && strchr(options, argv[optind][1]) != NULL);
		if (ret != -2)
			return (ret);
	}
	place = argv[optind] + 1;
	return (parse_short(argc, argv, options));
}

int
getopt_long(int argc, char * const *argv, const char *options,
    const struct option *longopts, int *indexp)
{
	return (getopt_internal(argc, __DECONST(char **, argv), options,
	    longopts, indexp, false));
}

int
getopt_long_only(int argc, char * const *argv, const char *options,
    const struct option *longopts, int *indexp)
{
	return (getopt_internal(argc, __DECONST(char **, argv), options,
	    longopts, indexp, true));
}
