/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * fparseln(3).
 */

#include <atf-c.h>
#include <libutil.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * The lines of a text, each with its number and in brackets.
 */
static const char *
lines(const char *text, const char *delim, int flags)
{
	static char out[256];
	size_t len, n = 0, off = 0;
	FILE *fp;
	char *s;

	out[0] = '\0';
	fp = fmemopen(__DECONST(char *, text), strlen(text), "r");
	ATF_REQUIRE(fp != NULL);
	while ((s = fparseln(fp, &len, &n, delim, flags)) != NULL) {
		ATF_CHECK_EQ(strlen(s), len);
		off += (size_t)snprintf(out + off, sizeof(out) - off,
		    "%zu[%s]", n, s);
		free(s);
	}
	ATF_CHECK_EQ(0, len);
	ATF_CHECK(!ferror(fp));
	ATF_REQUIRE_EQ(0, fclose(fp));
	return (out);
}

ATF_TC_WITHOUT_HEAD(plain);
ATF_TC_BODY(plain, tc)
{
	ATF_CHECK_STREQ("1[a b]2[]3[c]", lines("a b\n\nc", NULL, 0));
}

ATF_TC_WITHOUT_HEAD(comments);
ATF_TC_BODY(comments, tc)
{
	ATF_CHECK_STREQ("2[a ]3[ ]", lines("# x\na # b \\\n # c\n", NULL, 0));
	ATF_CHECK_STREQ("1[a\\#b]", lines("a\\#b", NULL, 0));
	ATF_CHECK_STREQ("1[a\\\\]", lines("a\\\\#b", NULL, 0));
	ATF_CHECK_STREQ("", lines("#\n#", NULL, 0));
}

ATF_TC_WITHOUT_HEAD(continuation);
ATF_TC_BODY(continuation, tc)
{
	ATF_CHECK_STREQ("2[ab]3[c]", lines("a\\\nb\nc\n", NULL, 0));
	ATF_CHECK_STREQ("1[a\\\\]2[b]", lines("a\\\\\nb", NULL, 0));
	ATF_CHECK_STREQ("3[ac]", lines("a\\\n\\\nc", NULL, 0));
	ATF_CHECK_STREQ("2[a]3[b]", lines("a\\\n#x\nb", NULL, 0));
	ATF_CHECK_STREQ("1[a]", lines("a\\\n", NULL, 0));
}

ATF_TC_WITHOUT_HEAD(delimiters);
ATF_TC_BODY(delimiters, tc)
{
	static const char none[3] = { '\0', '\0', '\0' };
	static const char own[3] = { '^', '+', ';' };

	ATF_CHECK_STREQ("1[a\\]2[#b]", lines("a\\\n#b\n", none,
	    FPARSELN_UNESCALL));
	ATF_CHECK_STREQ("2[ab ]3[c^;d]4[e^+]", lines("a+\nb ;x\nc^;d\ne^+", own,
	    0));
}

ATF_TC_WITHOUT_HEAD(escapes);
ATF_TC_BODY(escapes, tc)
{
	static const char own[3] = { '^', '+', ';' };
	static const char text[] = "^^ ^+ ^; ^x ^";

	ATF_CHECK_STREQ("1[^^ ^+ ^; ^x ^]", lines(text, own, 0));
	ATF_CHECK_STREQ("1[^ ^+ ^; ^x ^]", lines(text, own,
	    FPARSELN_UNESCESC));
	ATF_CHECK_STREQ("1[^^ + ^; ^x ^]", lines(text, own,
	    FPARSELN_UNESCCONT));
	ATF_CHECK_STREQ("1[^^ ^+ ; ^x ^]", lines(text, own,
	    FPARSELN_UNESCCOMM));
	ATF_CHECK_STREQ("1[^^ ^+ ^; x ^]", lines(text, own,
	    FPARSELN_UNESCREST));
	ATF_CHECK_STREQ("1[^ + ; x ^]", lines(text, own, FPARSELN_UNESCALL));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, plain);
	ATF_TP_ADD_TC(tp, comments);
	ATF_TP_ADD_TC(tp, continuation);
	ATF_TP_ADD_TC(tp, delimiters);
	ATF_TP_ADD_TC(tp, escapes);

	return (atf_no_error());
}
