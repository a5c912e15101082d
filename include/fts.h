/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _FTS_H_
#define	_FTS_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

typedef struct _ftsent FTSENT;

typedef struct {
	FTSENT		*fts_cur;	/* current node */
	FTSENT		*fts_child;	/* list that fts_children() made */
	FTSENT		**fts_array;	/* for sorting */
	__dev_t		fts_dev;	/* of the argument being walked */
	char		*fts_path;	/* path of the current node */
	int		fts_rfd;	/* the starting directory */
	__size_t	fts_pathlen;	/* size of fts_path */
	__size_t	fts_nitems;	/* size of fts_array */
	int		(*fts_compar)(const FTSENT * const *,
			    const FTSENT * const *);
	int		fts_options;
	void		*fts_clientptr;
} FTS;

#define	FTS_COMFOLLOW	0x0001	/* follow symbolic links in arguments */
#define	FTS_LOGICAL	0x0002	/* follow all of them */
#define	FTS_NOCHDIR	0x0004	/* do not change directory */
#define	FTS_NOSTAT	0x0008	/* stat only what must be */
#define	FTS_PHYSICAL	0x0010	/* follow none */
#define	FTS_SEEDOT	0x0020	/* return "." and ".." */
#define	FTS_XDEV	0x0040	/* stay on one file system */
#define	FTS_WHITEOUT	0x0080
#define	FTS_OPTIONMASK	0x00ff
#define	FTS_NAMEONLY	0x0100	/* fts_children(): names suffice */
#define	FTS_STOP	0x0200	/* private: an error that cannot be mended */

struct _ftsent {
	struct _ftsent	*fts_cycle;	/* ancestor that is the same */
	struct _ftsent	*fts_parent;
	struct _ftsent	*fts_link;	/* next in the directory */
	long long	fts_number;	/* for the caller */
	void		*fts_pointer;	/* for the caller */
	char		*fts_accpath;	/* path from the current directory */
	char		*fts_path;	/* path from the start */
	int		fts_errno;
	int		fts_symfd;	/* to come back from a symbolic link */
	__size_t	fts_pathlen;
	__size_t	fts_namelen;
	__ino_t		fts_ino;
	__dev_t		fts_dev;
	__nlink_t	fts_nlink;
	long		fts_level;	/* depth, -1 to ... */
#define	FTS_ROOTPARENTLEVEL	(-1)
#define	FTS_ROOTLEVEL		0
	int		fts_info;
#define	FTS_D		1	/* directory, before its content */
#define	FTS_DC		2	/* directory that is its own ancestor */
#define	FTS_DEFAULT	3	/* none of the others */
#define	FTS_DNR		4	/* unreadable directory */
#define	FTS_DOT		5	/* "." or ".." */
#define	FTS_DP		6	/* directory, after its content */
#define	FTS_ERR		7	/* fts_errno is set */
#define	FTS_F		8	/* regular file */
#define	FTS_INIT	9
#define	FTS_NS		10	/* stat failed */
#define	FTS_NSOK	11	/* no stat asked for */
#define	FTS_SL		12	/* symbolic link */
#define	FTS_SLNONE	13	/* symbolic link to nothing */
#define	FTS_W		14
	unsigned int	fts_flags;
#define	FTS_DONTCHDIR	0x01	/* no chdir was done for it */
#define	FTS_SYMFOLLOW	0x02	/* it was a symbolic link */
	int		fts_instr;	/* fts_set() */
#define	FTS_AGAIN	1
#define	FTS_FOLLOW	2
#define	FTS_NOINSTR	3
#define	FTS_SKIP	4
	struct stat	*fts_statp;
	char		*fts_name;
	FTS		*fts_fts;
};

__BEGIN_DECLS
FTSENT	*fts_children(FTS *, int);
int	fts_close(FTS *);
void	*fts_get_clientptr(FTS *);
FTS	*fts_get_stream(FTSENT *);
FTS	*fts_open(char * const *, int,
	    int (*)(const FTSENT * const *, const FTSENT * const *));
FTSENT	*fts_read(FTS *);
int	fts_set(FTS *, FTSENT *, int);
void	fts_set_clientptr(FTS *, void *);
__END_DECLS

#endif /* !_FTS_H_ */
