/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sysctl(2): values, the questions about nodes, and each error.
 */

#include <sys/param.h>
#include <sys/resource.h>
#include <sys/sysctl.h>
#include <sys/utsname.h>
#include <limits.h>
#include "h_kern.h"

static const int hostname_oid[] = { CTL_KERN, KERN_HOSTNAME };
static const int ostype_oid[] = { CTL_KERN, KERN_OSTYPE };

ATF_TC_WITHOUT_HEAD(sysctl__values_agree_with_other_calls);
ATF_TC_BODY(sysctl__values_agree_with_other_calls, tc)
{
	struct utsname un;
	struct timeval boot;
	struct loadavg la;
	char buf[256];
	size_t len;
	int value;
	unsigned long bytes;

	ATF_REQUIRE(uname(&un) >= 0);
	len = sizeof(buf);
	ATF_REQUIRE_EQ(0, sysctl(ostype_oid, 2, buf, &len, NULL, 0));
	ATF_CHECK_STREQ("Tessera", buf);
	ATF_CHECK_STREQ(un.sysname, buf);
	ATF_CHECK_EQ(strlen(buf) + 1, len);
	len = sizeof(buf);
	ATF_REQUIRE_EQ(0, sysctlbyname("hw.machine", buf, &len, NULL, 0));
	ATF_CHECK_STREQ(un.machine, buf);
	len = sizeof(value);
	ATF_REQUIRE_EQ(0, sysctlbyname("hw.pagesize", &value, &len, NULL, 0));
	ATF_CHECK_EQ(getpagesize(), value);
	ATF_REQUIRE_EQ(0, sysctlbyname("hw.ncpu", &value, &len, NULL, 0));
	ATF_CHECK_EQ(sysconf(_SC_NPROCESSORS_ONLN), value);
	ATF_REQUIRE_EQ(0, sysctlbyname("kern.argmax", &value, &len, NULL, 0));
	ATF_CHECK_EQ(ARG_MAX, value);
	ATF_REQUIRE_EQ(0, sysctlbyname("kern.osreldate", &value, &len, NULL,
	    0));
	ATF_CHECK_EQ(__Tessera__, value);
	len = sizeof(bytes);
	ATF_REQUIRE_EQ(0, sysctlbyname("hw.physmem", &bytes, &len, NULL, 0));
	ATF_CHECK(bytes > 32UL << 20);
	len = sizeof(boot);
	ATF_REQUIRE_EQ(0, sysctlbyname("kern.boottime", &boot, &len, NULL, 0));
	ATF_CHECK_EQ(sizeof(boot), len);
	ATF_CHECK(boot.tv_sec <= time(NULL));
	len = sizeof(la);
	ATF_REQUIRE_EQ(0, sysctlbyname("vm.loadavg", &la, &len, NULL, 0));
	ATF_CHECK_EQ(FSCALE, la.fscale);
}

ATF_TC_WITHOUT_HEAD(sysctl__size_is_told_without_a_buffer);
ATF_TC_BODY(sysctl__size_is_told_without_a_buffer, tc)
{
	size_t len = 0;
	char *buf, *line;

	ATF_REQUIRE_EQ(0, sysctlbyname("kern.msgbuf", NULL, &len, NULL, 0));
	ATF_REQUIRE(len > 100);
	len += 4096;
	buf = malloc(len);
	ATF_REQUIRE(buf != NULL);
	ATF_REQUIRE_EQ(0, sysctlbyname("kern.msgbuf", buf, &len, NULL, 0));
	ATF_CHECK_EQ(strlen(buf) + 1, len);
	/* Whole lines, which begin with the uptime, also once it is full. */
	ATF_CHECK_EQ('[', buf[0]);
	ATF_CHECK_EQ('\n', buf[len - 2]);
	for (line = buf; (line = strchr(line, '\n')) != NULL;)
		ATF_CHECK(*++line == '[' || *line == '\0');
	free(buf);
}

ATF_TC_WITHOUT_HEAD(sysctl__set_and_restore);
ATF_TC_BODY(sysctl__set_and_restore, tc)
{
	char old[256], now[256];
	size_t len = sizeof(old);

	ATF_REQUIRE_EQ(0, sysctl(hostname_oid, 2, old, &len, "a.test", 6));
	len = sizeof(now);
	ATF_REQUIRE_EQ(0, sysctl(hostname_oid, 2, now, &len, NULL, 0));
	ATF_CHECK_STREQ("a.test", now);
	ATF_REQUIRE_EQ(0, gethostname(now, sizeof(now)));
	ATF_CHECK_STREQ("a.test", now);
	ATF_REQUIRE_EQ(0, sysctl(hostname_oid, 2, NULL, NULL, old,
	    strlen(old)));
	len = sizeof(now);
	ATF_REQUIRE_EQ(0, sysctl(hostname_oid, 2, now, &len, NULL, 0));
	ATF_CHECK_STREQ(old, now);
}

/* Of every node: its name leads back to it, and it has a description. */
ATF_TC_WITHOUT_HEAD(sysctl__walk);
ATF_TC_BODY(sysctl__walk, tc)
{
	int q[CTL_MAXNAME + 2], last[CTL_MAXNAME], next[CTL_MAXNAME];
	int back[CTL_MAXNAME];
	size_t len, n, lastn = 0, backn;
	unsigned int count = 0, kind;
	char name[512], buf[512];

	q[0] = CTL_SYSCTL;
	for (;;) {
		q[1] = CTL_SYSCTL_NEXT;
		memcpy(q + 2, last, lastn * sizeof(int));
		len = sizeof(next);
		if (sysctl(q, (unsigned int)lastn + 2, next, &len, NULL,
		    0) != 0) {
			ATF_CHECK_EQ(ENOENT, errno);
			break;
		}
		n = len / sizeof(int);
		memcpy(last, next, len);
		lastn = n;
		memcpy(q + 2, next, n * sizeof(int));
		q[1] = CTL_SYSCTL_NAME;
		len = sizeof(name);
		ATF_REQUIRE_EQ(0, sysctl(q, (unsigned int)n + 2, name, &len,
		    NULL, 0));
		backn = CTL_MAXNAME;
		ATF_REQUIRE_EQ(0, sysctlnametomib(name, back, &backn));
		ATF_CHECK_EQ_MSG(n, backn, "%s", name);
		ATF_CHECK(memcmp(back, next, n * sizeof(int)) == 0);
		q[1] = CTL_SYSCTL_OIDFMT;
		len = sizeof(buf);
		ATF_REQUIRE_EQ(0, sysctl(q, (unsigned int)n + 2, buf, &len,
		    NULL, 0));
		memcpy(&kind, buf, sizeof(kind));
		ATF_CHECK((kind & CTLTYPE) != 0);
		q[1] = CTL_SYSCTL_OIDDESCR;
		len = sizeof(buf);
		ATF_REQUIRE_EQ(0, sysctl(q, (unsigned int)n + 2, buf, &len,
		    NULL, 0));
		ATF_CHECK_MSG(len > 5, "%s has no description", name);
		count++;
	}
	ATF_CHECK(count > 80);
}

ATF_TC_WITHOUT_HEAD(sysctl__efault_when_pointers_are_bad);
ATF_TC_BODY(sysctl__efault_when_pointers_are_bad, tc)
{
	char buf[64];
	size_t len = sizeof(buf);

	ATF_CHECK_ERRNO(EFAULT, sysctl(BADPTR, 2, buf, &len, NULL, 0) == -1);
	ATF_CHECK_ERRNO(EFAULT, sysctl(KERNPTR, 2, buf, &len, NULL, 0) == -1);
	ATF_CHECK_ERRNO(EFAULT, sysctl(ostype_oid, 2, BADPTR, &len, NULL,
	    0) == -1);
	ATF_CHECK_ERRNO(EFAULT, sysctl(ostype_oid, 2, buf, BADPTR, NULL,
	    0) == -1);
	ATF_CHECK_ERRNO(EFAULT, sysctl(hostname_oid, 2, NULL, NULL, BADPTR,
	    5) == -1);
	ATF_CHECK_ERRNO(EFAULT, sysctl(hostname_oid, 2, NULL, NULL, KERNPTR,
	    5) == -1);
}

ATF_TC_WITHOUT_HEAD(sysctl__einval_when_lengths_are_bad);
ATF_TC_BODY(sysctl__einval_when_lengths_are_bad, tc)
{
	int oid[CTL_MAXNAME + 1] = { CTL_KERN, KERN_OSTYPE };
	char big[MAXHOSTNAMELEN + 10], before[256], after[256], name[4096];
	size_t len = sizeof(before);
	int value = 3;

	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	ATF_CHECK_ERRNO(EINVAL, sysctl(oid, 0, NULL, NULL, NULL, 0) == -1);
	ATF_CHECK_ERRNO(EINVAL, sysctl(oid, 1, NULL, NULL, NULL, 0) == -1);
	ATF_CHECK_ERRNO(EINVAL, sysctl(oid, CTL_MAXNAME + 1, NULL, NULL, NULL,
	    0) == -1);
	ATF_CHECK_ERRNO(EINVAL, sysctl(oid, UINT_MAX, NULL, NULL, NULL,
	    0) == -1);
	ATF_CHECK_ERRNO(EINVAL, sysctlbyname(name, NULL, NULL, NULL, 0) == -1);
	/* A new value of another size than the node's. */
	ATF_CHECK_ERRNO(EINVAL, sysctlbyname("kern.console_level", NULL, NULL,
	    &value, 1) == -1);
	ATF_CHECK_ERRNO(EINVAL, sysctlbyname("kern.console_level", NULL, NULL,
	    &value, SIZE_MAX) == -1);
	memset(big, 'x', sizeof(big));
	ATF_REQUIRE_EQ(0, sysctl(hostname_oid, 2, before, &len, NULL, 0));
	ATF_CHECK_ERRNO(EINVAL, sysctl(hostname_oid, 2, NULL, NULL, big,
	    sizeof(big)) == -1);
	len = sizeof(after);
	ATF_REQUIRE_EQ(0, sysctl(hostname_oid, 2, after, &len, NULL, 0));
	ATF_CHECK_STREQ(before, after);
}

ATF_TC_WITHOUT_HEAD(sysctl__enomem_when_the_buffer_is_small);
ATF_TC_BODY(sysctl__enomem_when_the_buffer_is_small, tc)
{
	char buf[8] = "-------";
	size_t len = 4;

	ATF_CHECK_ERRNO(ENOMEM, sysctl(ostype_oid, 2, buf, &len, NULL,
	    0) == -1);
	ATF_CHECK_EQ(4, len);
	ATF_CHECK(memcmp(buf, "Tess---", 8) == 0);
}

ATF_TC_WITHOUT_HEAD(sysctl__enoent_when_there_is_no_such_node);
ATF_TC_BODY(sysctl__enoent_when_there_is_no_such_node, tc)
{
	int none[] = { CTL_KERN, 987654 }, top[] = { 55, 1 };
	size_t len = 0;

	ATF_CHECK_ERRNO(ENOENT, sysctl(none, 2, NULL, &len, NULL, 0) == -1);
	ATF_CHECK_ERRNO(ENOENT, sysctl(top, 2, NULL, &len, NULL, 0) == -1);
	ATF_CHECK_ERRNO(ENOENT, sysctlbyname("kern.no.such", NULL, &len, NULL,
	    0) == -1);
}

ATF_TC_WITHOUT_HEAD(sysctl__enotdir_when_a_value_has_a_child);
ATF_TC_BODY(sysctl__enotdir_when_a_value_has_a_child, tc)
{
	int below[] = { CTL_KERN, KERN_OSTYPE, 1 };
	size_t len = 0;

	ATF_CHECK_ERRNO(ENOTDIR, sysctl(below, 3, NULL, &len, NULL, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(sysctl__eisdir_when_it_is_not_a_value);
ATF_TC_BODY(sysctl__eisdir_when_it_is_not_a_value, tc)
{
	int dir[CTL_MAXNAME];
	size_t len = 0, n = CTL_MAXNAME;

	ATF_REQUIRE_EQ(0, sysctlnametomib("kern.sched", dir, &n));
	ATF_CHECK_ERRNO(EISDIR, sysctl(dir, (unsigned int)n, NULL, &len, NULL,
	    0) == -1);
}

static void
set_as_nobody(void)
{
	char name[256];
	size_t len = sizeof(name);
	int one = 1;

	WANT(sysctl(hostname_oid, 2, name, &len, NULL, 0) == 0);
	WANT_ERRNO(EPERM, sysctl(hostname_oid, 2, NULL, NULL, "evil",
	    4) == -1);
	WANT_ERRNO(EPERM, sysctlbyname("vm.reclaim", NULL, NULL, &one,
	    sizeof(one)) == -1);
	WANT_ERRNO(EPERM, sysctlbyname("debug.panic", NULL, NULL, &one,
	    sizeof(one)) == -1);
}

ATF_TC_WITHOUT_HEAD(sysctl__eperm_when_not_allowed);
ATF_TC_BODY(sysctl__eperm_when_not_allowed, tc)
{
	int value = 1;

	in_child(NOBODY, set_as_nobody);
	/* Nobody may set what is read-only. */
	ATF_CHECK_ERRNO(EPERM, sysctl(ostype_oid, 2, NULL, NULL, "Other",
	    5) == -1);
	ATF_CHECK_ERRNO(EPERM, sysctlbyname("hw.ncpu", NULL, NULL, &value,
	    sizeof(value)) == -1);
}

/* Draining all caches gives memory back and loses no live object. */
ATF_TC_WITHOUT_HEAD(sysctl__reclaim);
ATF_TC_BODY(sysctl__reclaim, tc)
{
	unsigned long before, after;
	size_t len = sizeof(before);
	int one = 1;

	ATF_REQUIRE_EQ(0, sysctlbyname("vm.reclaim", NULL, NULL, &one,
	    sizeof(one)));
	ATF_REQUIRE_EQ(0, sysctlbyname("vm.phys.free", &before, &len, NULL,
	    0));
	ATF_REQUIRE_EQ(0, sysctlbyname("vm.reclaim", NULL, NULL, &one,
	    sizeof(one)));
	ATF_REQUIRE_EQ(0, sysctlbyname("vm.phys.free", &after, &len, NULL, 0));
	ATF_CHECK_MSG(after + 64 > before, "%lu, then %lu", before, after);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, sysctl__values_agree_with_other_calls);
	ATF_TP_ADD_TC(tp, sysctl__size_is_told_without_a_buffer);
	ATF_TP_ADD_TC(tp, sysctl__set_and_restore);
	ATF_TP_ADD_TC(tp, sysctl__walk);
	ATF_TP_ADD_TC(tp, sysctl__efault_when_pointers_are_bad);
	ATF_TP_ADD_TC(tp, sysctl__einval_when_lengths_are_bad);
	ATF_TP_ADD_TC(tp, sysctl__enomem_when_the_buffer_is_small);
	ATF_TP_ADD_TC(tp, sysctl__enoent_when_there_is_no_such_node);
	ATF_TP_ADD_TC(tp, sysctl__enotdir_when_a_value_has_a_child);
	ATF_TP_ADD_TC(tp, sysctl__eisdir_when_it_is_not_a_value);
	ATF_TP_ADD_TC(tp, sysctl__eperm_when_not_allowed);
	ATF_TP_ADD_TC(tp, sysctl__reclaim);
	return (atf_no_error());
}
