/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Copying one file, for cp(1) and mv(1).
 */
#ifndef _COPY_H_
#define	_COPY_H_

#include <sys/types.h>
#include <sys/stat.h>

#include <stdbool.h>

/*
 * A file is `name' in the open directory `dir' (or AT_FDCWD), which is how it
 * is reached, and `path' for the user, which may be longer than PATH_MAX.
 */
struct place {
	int		 dir;
	const char	*name;
	const char	*path;
};

/*
 * Copy what is in the regular file `from' into `to', which is made with the
 * mode, or emptied when it is there (removed first with force, if it cannot be
 * opened).  Warns and returns 1 on error; a file that was made stays.
 */
int	copy_regular(const struct place *from, const struct stat *,
	    const struct place *to, bool exists, bool force);

/* Make a symbolic link, FIFO or device like `from'. */
int	copy_link(const struct place *from, const struct place *to,
	    bool exists);
int	copy_special(const struct stat *, const struct place *to, bool exists);

/*
 * Give `to' the times, owner, group and mode of the file.  An owner that may
 * not be given away takes the set-id bits with it.
 */
int	copy_attributes(const struct stat *, const struct place *to);

#endif /* !_COPY_H_ */
