/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * getopt(3) and getopt_long(3).
 */

#include <atf-c.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct option longopts[] = {
	{ "alpha", no_argument, NULL, 'A' },
	{ "beta", required_argument, NULL, 'B' },
	{ "gamma", optional_argument, NULL, 'G' },
	{ "alps", no_argument, NULL, 'L' },
	{ NULL, 0, NULL, 0 }
};

/*
 * Scan the words of line; what came out as text: "c" or "c=argument" for each
 * option, then the operands.
 */
static const char *
scan(const char *line, const char *options, int is_long)
{
	static char out[256];
	char copy[128], *argv[16], *p = copy;
	int argc = 0, c;

	(void)strlcpy(copy, line, sizeof(copy));
	while ((argv[argc] = strsep(&p, " ")) != NULL)
		argc++;
	out[0] = '\0';
	optind = 0;
	opterr = 0;
	while ((c = is_long ? getopt_long(argc, argv, options, longopts,
	    NULL) : getopt(argc, argv, options)) != -1) {
		(void)snprintf(out + strlen(out), sizeof(out) - strlen(out),
		    optarg != NULL && c != '?' && c != ':' ? "%c=%s " : "%c ",
		    c == 1 ? '1' : c, optarg);
		optarg = NULL;
	}
	(void)strlcat(out, "|", sizeof(out));
	for (; optind < argc; optind++) {
		(void)strlcat(out, " ", sizeof(out));
		(void)strlcat(out, argv[optind], sizeof(out));
	}
	return (out);
}

ATF_TC_WITHOUT_HEAD(short_options);
ATF_TC_BODY(short_options, tc)
{
	ATF_CHECK_STREQ("a b=x | y -c", scan("p -a -b x y -c", "ab:c", 0));
	ATF_CHECK_STREQ("a b=z c | w", scan("p -a -bz -c w", "ab:c", 0));
	ATF_CHECK_STREQ("a c | -a", scan("p -ac -- -a", "ab:c", 0));
	ATF_CHECK_STREQ("| - -a", scan("p - -a", "ab:c", 0));
	ATF_CHECK_STREQ("? a |", scan("p -xa", "ab:c", 0));
	ATF_CHECK_STREQ("? |", scan("p -b", "ab:c", 0));
	ATF_CHECK_STREQ(": |", scan("p -b", ":ab:c", 0));
	ATF_CHECK_STREQ("a=1 a | b", scan("p -a1 -a b", "a::", 0));
}

ATF_TC_WITHOUT_HEAD(long_options);
ATF_TC_BODY(long_options, tc)
{
	ATF_CHECK_STREQ("A B=v B=w | q r",
	    scan("p --alpha q --beta v --beta=w r", "ab:c", 1));
	ATF_CHECK_STREQ("G G=3 ? a |",
	    scan("p --gam --gamma=3 --al -a", "ab:c", 1));
	ATF_CHECK_STREQ("L |", scan("p --alps", "ab:c", 1));
	ATF_CHECK_STREQ("? |", scan("p --beta", "ab:c", 1));
	ATF_CHECK_STREQ(": |", scan("p --beta", ":ab:c", 1));
	ATF_CHECK_STREQ("? |", scan("p --alpha=3", "ab:c", 1));
	ATF_CHECK_STREQ("? |", scan("p --nothing", "ab:c", 1));
	ATF_CHECK_STREQ("A a | x y -c",
	    scan("p x --alpha y -a -- -c", "ac", 1));
	ATF_CHECK_STREQ("A | y -a", scan("p --alpha y -a", "+a", 1));
	ATF_CHECK_STREQ("1=x A 1=y |", scan("p x --alpha y", "-a", 1));
}

ATF_TC_WITHOUT_HEAD(suboptions);
ATF_TC_BODY(suboptions, tc)
{
	char text[] = "ro,size=5,what", ro[] = "ro", size[] = "size";
	char *tokens[] = { ro, size, NULL }, *p = text, *value;

	ATF_CHECK_EQ(0, getsubopt(&p, tokens, &value));
	ATF_CHECK(value == NULL);
	ATF_CHECK_EQ(1, getsubopt(&p, tokens, &value));
	ATF_CHECK_STREQ("5", value);
	ATF_CHECK_EQ(-1, getsubopt(&p, tokens, &value));
	ATF_CHECK_STREQ("what", value);
	ATF_CHECK_EQ('\0', *p);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, short_options);
	ATF_TP_ADD_TC(tp, long_options);
	ATF_TP_ADD_TC(tp, suboptions);

	return (atf_no_error());
}
