/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * fts(3) and nftw(3).
 */

#include <sys/stat.h>
#include <atf-c.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char	out[1024];

static void
make_tree(void)
{
	ATF_REQUIRE_EQ(0, mkdir("t", 0755));
	ATF_REQUIRE_EQ(0, mkdir("t/d", 0755));
	ATF_REQUIRE_EQ(0, mkdir("t/d/e", 0755));
	ATF_REQUIRE_EQ(0, close(open("t/d/e/f", O_CREAT | O_WRONLY, 0644)));
	ATF_REQUIRE_EQ(0, close(open("t/a", O_CREAT | O_WRONLY, 0644)));
	ATF_REQUIRE_EQ(0, symlink("d", "t/l"));
	ATF_REQUIRE_EQ(0, symlink("nowhere", "t/x"));
	ATF_REQUIRE_EQ(0, symlink("..", "t/d/up"));
}

static int
by_name(const FTSENT * const *a, const FTSENT * const *b)
{
	return (strcmp((*a)->fts_name, (*b)->fts_name));
}

static void
note(const char *what, const char *path)
{
	(void)snprintf(out + strlen(out), sizeof(out) - strlen(out), "%s%s:%s",
	    out[0] != '\0' ? " " : "", what, path);
}

/* The walk as text; every node must be reachable by fts_accpath. */
static const char *
walk(int options, const char *skip)
{
	static const char *const info[] = { "?", "D", "DC", "DEF", "DNR",
	    "DOT", "DP", "ERR", "F", "INIT", "NS", "NSOK", "SL", "SLNONE",
	    "W" };
	char path[] = "t", *argv[] = { path, NULL }, before[PATH_MAX],
	    after[PATH_MAX];
	struct stat sb;
	FTSENT *p;
	FTS *fts;

	out[0] = '\0';
	ATF_REQUIRE(getcwd(before, sizeof(before)) != NULL);
	ATF_REQUIRE((fts = fts_open(argv, options, by_name)) != NULL);
	while ((p = fts_read(fts)) != NULL) {
		note(info[p->fts_info], p->fts_path);
		ATF_CHECK_EQ(0, lstat(p->fts_accpath, &sb));
		ATF_CHECK_EQ(strlen(p->fts_path), p->fts_pathlen);
		ATF_CHECK_EQ(strlen(p->fts_name), p->fts_namelen);
		if (skip != NULL && strcmp(p->fts_name, skip) == 0)
			ATF_CHECK_EQ(0, fts_set(fts, p, FTS_SKIP));
	}
	ATF_CHECK_EQ(0, errno);
	ATF_CHECK_EQ(0, fts_close(fts));
	ATF_REQUIRE(getcwd(after, sizeof(after)) != NULL);
	ATF_CHECK_STREQ(before, after);
	return (out);
}

ATF_TC_WITHOUT_HEAD(physical);
ATF_TC_BODY(physical, tc)
{
	const char *want = "D:t F:t/a D:t/d D:t/d/e F:t/d/e/f DP:t/d/e "
	    "SL:t/d/up DP:t/d SL:t/l SL:t/x DP:t";

	make_tree();
	ATF_CHECK_STREQ(want, walk(FTS_PHYSICAL, NULL));
	ATF_CHECK_STREQ(want, walk(FTS_PHYSICAL | FTS_NOCHDIR, NULL));
	ATF_CHECK_STREQ("D:t F:t/a D:t/d DP:t/d SL:t/l SL:t/x DP:t",
	    walk(FTS_PHYSICAL, "d"));
}

ATF_TC_WITHOUT_HEAD(logical_finds_cycles);
ATF_TC_BODY(logical_finds_cycles, tc)
{
	make_tree();
	ATF_CHECK_STREQ("D:t F:t/a D:t/d D:t/d/e F:t/d/e/f DP:t/d/e "
	    "DC:t/d/up DP:t/d D:t/l D:t/l/e F:t/l/e/f DP:t/l/e DC:t/l/up "
	    "DP:t/l SLNONE:t/x DP:t", walk(FTS_LOGICAL, NULL));
}

ATF_TC_WITHOUT_HEAD(children);
ATF_TC_BODY(children, tc)
{
	char path[] = "t", *argv[] = { path, NULL };
	FTSENT *p, *c;
	FTS *fts;

	make_tree();
	out[0] = '\0';
	ATF_REQUIRE((fts = fts_open(argv, FTS_PHYSICAL, by_name)) != NULL);
	for (c = fts_children(fts, 0); c != NULL; c = c->fts_link)
		note("top", c->fts_name);
	while ((p = fts_read(fts)) != NULL) {
		if (p->fts_info != FTS_D || strcmp(p->fts_name, "d") != 0)
			continue;
		for (c = fts_children(fts, 0); c != NULL; c = c->fts_link)
			note("child", c->fts_name);
		for (c = fts_children(fts, FTS_NAMEONLY); c != NULL;
		    c = c->fts_link)
			note("name", c->fts_name);
	}
	ATF_CHECK_STREQ("top:t child:e child:up name:e name:up", out);
	ATF_CHECK_EQ(0, fts_close(fts));
}

ATF_TC_WITHOUT_HEAD(missing_and_wrong);
ATF_TC_BODY(missing_and_wrong, tc)
{
	char path[] = "none", *argv[] = { path, NULL };
	FTSENT *p;
	FTS *fts;

	ATF_CHECK_ERRNO(EINVAL, fts_open(argv, 0, NULL) == NULL);
	ATF_CHECK_ERRNO(EINVAL, fts_open(argv, 0x10000, NULL) == NULL);
	ATF_REQUIRE((fts = fts_open(argv, FTS_PHYSICAL, NULL)) != NULL);
	ATF_REQUIRE((p = fts_read(fts)) != NULL);
	ATF_CHECK_EQ(FTS_NS, p->fts_info);
	ATF_CHECK_EQ(ENOENT, p->fts_errno);
	ATF_CHECK(fts_read(fts) == NULL);
	ATF_CHECK_EQ(0, fts_close(fts));
}

/* A path longer than PATH_MAX, which only relative names can reach. */
ATF_TC_WITHOUT_HEAD(deep);
ATF_TC_BODY(deep, tc)
{
	static const char name[] = "aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd";
	char path[] = "deep", *argv[] = { path, NULL };
	int depth = 0, i, home;
	FTSENT *p;
	FTS *fts;

	ATF_REQUIRE((home = open(".", O_RDONLY)) != -1);
	ATF_REQUIRE_EQ(0, mkdir("deep", 0755));
	ATF_REQUIRE_EQ(0, chdir("deep"));
	for (i = 0; i < 60; i++) {
		ATF_REQUIRE_EQ(0, mkdir(name, 0755));
		ATF_REQUIRE_EQ(0, chdir(name));
	}
	ATF_REQUIRE_EQ(0, fchdir(home));
	ATF_REQUIRE((fts = fts_open(argv, FTS_PHYSICAL, NULL)) != NULL);
	while ((p = fts_read(fts)) != NULL) {
		if (p->fts_info == FTS_D)
			depth++;
		else if (p->fts_info == FTS_DP)
			ATF_CHECK_EQ(0, rmdir(p->fts_accpath));
	}
	ATF_CHECK_EQ(61, depth);
	ATF_CHECK_EQ(0, fts_close(fts));
	ATF_CHECK_ERRNO(ENOENT, access("deep", F_OK) == -1);
}

static int
visit(const char *path, const struct stat *sb, int kind, struct FTW *ftw)
{
	static const char *const kinds[] = { "F", "D", "DNR", "DP", "NS",
	    "SL", "SLN" };
	char what[16];

	(void)snprintf(what, sizeof(what), "%s%d", kinds[kind], ftw->level);
	note(what, path + ftw->base);
	return (strcmp(path, "t/l") == 0 ? 7 : 0);
}

ATF_TC_WITHOUT_HEAD(nftw_stops);
ATF_TC_BODY(nftw_stops, tc)
{
	make_tree();
	out[0] = '\0';
	ATF_REQUIRE_EQ(0, unlink("t/x"));
	ATF_REQUIRE_EQ(0, unlink("t/d/up"));
	ATF_REQUIRE_EQ(0, unlink("t/a"));
	ATF_REQUIRE_EQ(0, unlink("t/l"));
	ATF_CHECK_EQ(0, nftw("t", visit, 4, FTW_PHYS | FTW_DEPTH));
	ATF_CHECK_STREQ("F3:f DP2:e DP1:d DP0:t", out);
	ATF_REQUIRE_EQ(0, symlink("d", "t/l"));
	ATF_CHECK_EQ(7, nftw("t", visit, 4, FTW_PHYS));
	ATF_CHECK_ERRNO(ENOENT, nftw("none", visit, 4, 0) == -1);
	ATF_CHECK_ERRNO(EINVAL, nftw("t", visit, 0, 0) == -1);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, physical);
	ATF_TP_ADD_TC(tp, logical_finds_cycles);
	ATF_TP_ADD_TC(tp, children);
	ATF_TP_ADD_TC(tp, missing_and_wrong);
	ATF_TP_ADD_TC(tp, deep);
	ATF_TP_ADD_TC(tp, nftw_stops);

	return (atf_no_error());
}
