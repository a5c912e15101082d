/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * ftw and nftw, over fts(3).
 */
#include <errno.h>
#include <fts.h>
#include <ftw.h>
#include <stdbool.h>
#include <unistd.h>

/* The kind of a node; -1 to pass it over, -2 for an error. */
static int
node_kind(const FTSENT *p, bool depth, bool physical)
{
	switch (p->fts_info) {
	case FTS_D:
		return (depth ? -1 : FTW_D);
	case FTS_DP:
		return (depth ? FTW_DP : -1);
	case FTS_DNR:
		return (FTW_DNR);
	case FTS_NS:
	case FTS_NSOK:
		errno = p->fts_errno;
		return (FTW_NS);
	case FTS_SL:
		return (FTW_SL);
	case FTS_SLNONE:
		return (physical ? FTW_SL : FTW_SLN);
	case FTS_DC:
		return (-1);
	case FTS_ERR:
		errno = p->fts_errno;
		return (-2);
	default:
		return (FTW_F);
	}
}

int
nftw(const char *path,
    int (*fn)(const char *, const struct stat *, int, struct FTW *), int nfds,
    int flags)
{
	char *argv[2] = { __DECONST(char *, path), NULL };
	int options = (flags & FTW_CHDIR) != 0 ? 0 : FTS_NOCHDIR;
	int kind, ret = 0, saved;
	struct FTW ftw;
	FTSENT *p;
	FTS *sp;

	if (nfds < 1) {
		errno = EINVAL;
		return (-1);
	}
	options |= (flags & FTW_PHYS) != 0 ? FTS_PHYSICAL : FTS_LOGICAL;
	if ((flags & FTW_MOUNT) != 0)
		options |= FTS_XDEV;
	if ((sp = fts_open(argv, options, NULL)) == NULL)
		return (-1);
	while (ret == 0 && (p = fts_read(sp)) != NULL) {
		kind = node_kind(p, (flags & FTW_DEPTH) != 0,
		    (flags & FTW_PHYS) != 0);
		if (kind == -2 ||
		    (p->fts_level == FTS_ROOTLEVEL && kind == FTW_NS)) {
			ret = -1;
			break;
		}
		if (kind == -1)
			continue;
		ftw.base = (int)(p->fts_pathlen - p->fts_namelen);
		ftw.level = (int)p->fts_level;
		ret = fn(p->fts_path, p->fts_statp, kind, &ftw);
	}
	saved = errno;
	(void)fts_close(sp);
	errno = saved;
	return (ret);
}

int
ftw(const char *path, int (*fn)(const char *, const struct stat *, int),
    int nfds)
{
	char *argv[2] = { __DECONST(char *, path), NULL };
	int kind, ret = 0, saved;
	FTSENT *p;
	FTS *sp;

	if (nfds < 1) {
		errno = EINVAL;
		return (-1);
	}
	sp = fts_open(argv, FTS_LOGICAL | FTS_NOCHDIR | FTS_COMFOLLOW, NULL);
	if (sp == NULL)
		return (-1);
	while (ret == 0 && (p = fts_read(sp)) != NULL) {
		kind = node_kind(p, false, false);
		if (kind == -2 ||
		    (p->fts_level == FTS_ROOTLEVEL && kind == FTW_NS)) {
			ret = -1;
			break;
		}
		if (kind != -1)
			ret = fn(p->fts_path, p->fts_statp,
			    kind == FTW_SLN ? FTW_NS : kind);
	}
	saved = errno;
	(void)fts_close(sp);
	errno = saved;
	return (ret);
}
