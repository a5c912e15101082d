/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _FNMATCH_H_
#define	_FNMATCH_H_

#include <sys/cdefs.h>

#define	FNM_NOMATCH	1	/* the result for no match */

#define	FNM_NOESCAPE	0x01	/* a backslash is ordinary */
#define	FNM_PATHNAME	0x02	/* a slash is matched by a slash only */
#define	FNM_PERIOD	0x04	/* and a leading period by a period */
#define	FNM_LEADING_DIR	0x08	/* ignore /... after a match */
#define	FNM_CASEFOLD	0x10
#define	FNM_IGNORECASE	FNM_CASEFOLD
#define	FNM_FILE_NAME	FNM_PATHNAME

__BEGIN_DECLS
int	fnmatch(const char *, const char *, int);
__END_DECLS

#endif /* !_FNMATCH_H_ */
