/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The kernel's command line.
 */

#include <atf-c.h>
#include <string.h>

typedef	unsigned long	vm_paddr_t;
#include <sys/bootinfo.h>

struct boot_info boot_info;

/* The line is split once in a process; ATF runs each case in its own. */
static void
setup(const char *line)
{

	boot_info.bi_cmdline = line;
}

ATF_TC_WITHOUT_HEAD(values);
ATF_TC_BODY(values, tc)
{

	setup("root=ext2fs:/dev/vbd0p1  verbose\tempty= init=/sbin/init");
	ATF_CHECK_STREQ("ext2fs:/dev/vbd0p1", bootarg("root"));
	ATF_CHECK_STREQ("", bootarg("verbose"));
	ATF_CHECK_STREQ("", bootarg("empty"));
	ATF_CHECK_STREQ("/sbin/init", bootarg("init"));
	ATF_CHECK(bootarg("roo") == NULL);
	ATF_CHECK(bootarg("rootx") == NULL);
	ATF_CHECK(bootarg("absent") == NULL);
}

ATF_TC_WITHOUT_HEAD(several);
ATF_TC_BODY(several, tc)
{

	setup("d=1 d=2 x=9 d=3");
	ATF_CHECK_STREQ("1", bootarg_nth("d", 0));
	ATF_CHECK_STREQ("2", bootarg_nth("d", 1));
	ATF_CHECK_STREQ("3", bootarg_nth("d", 2));
	ATF_CHECK(bootarg_nth("d", 3) == NULL);
	ATF_CHECK_STREQ("3", bootarg("d"));
}

ATF_TC_WITHOUT_HEAD(quotes);
ATF_TC_BODY(quotes, tc)
{

	setup("a=\"one two\" \"b=x y\" c=\"\" d=\"open end");
	ATF_CHECK_STREQ("one two", bootarg("a"));
	ATF_CHECK_STREQ("x y", bootarg("b"));
	ATF_CHECK_STREQ("", bootarg("c"));
	ATF_CHECK_STREQ("open end", bootarg("d"));
}

ATF_TC_WITHOUT_HEAD(no_line);
ATF_TC_BODY(no_line, tc)
{

	setup(NULL);
	ATF_CHECK(bootarg("root") == NULL);
}

ATF_TC_WITHOUT_HEAD(too_long__last_word_is_dropped);
ATF_TC_BODY(too_long__last_word_is_dropped, tc)
{
	static char line[8192];

	strcpy(line, "first=1 last=");
	memset(line + strlen(line), 'x', sizeof(line) - strlen(line) - 1);
	setup(line);
	ATF_CHECK_STREQ("1", bootarg("first"));
	ATF_CHECK(bootarg("last") == NULL);
}

ATF_TC_WITHOUT_HEAD(too_many__rest_is_dropped);
ATF_TC_BODY(too_many__rest_is_dropped, tc)
{
	static char line[8192];
	int i;

	for (i = 0; i < 500; i++)
		strcat(line, "w=1 ");
	strcat(line, "z=1");
	setup(line);
	ATF_CHECK_STREQ("1", bootarg("w"));
	ATF_CHECK(bootarg("z") == NULL);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, values);
	ATF_TP_ADD_TC(tp, several);
	ATF_TP_ADD_TC(tp, quotes);
	ATF_TP_ADD_TC(tp, no_line);
	ATF_TP_ADD_TC(tp, too_long__last_word_is_dropped);
	ATF_TP_ADD_TC(tp, too_many__rest_is_dropped);
	return (atf_no_error());
}
