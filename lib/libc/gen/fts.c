/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Walking a file hierarchy.
 *
 * Unless FTS_NOCHDIR is set the process is in the directory that is being
 * read, so that names are short and no prefix is looked up twice.  It gets
 * back by ".." for directories it entered itself, each time making sure that
 * it is the one it came from, and by a descriptor (fts_symfd, fts_rfd) where
 * ".." might lead elsewhere: after a symbolic link, and at the start.
 *
 * fts_path is one buffer for the path of the current node, which grows; every
 * node that still is in use points into it, so growing adjusts them all.
 * Tests: tests/lib/libc/gen/t_fts.c
 */

#include <sys/stat.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum build { BUILD_CHILD, BUILD_NAMES, BUILD_READ };

#define	IS_DOT(n)	((n)[0] == '.' && ((n)[1] == '\0' ||		\
			    ((n)[1] == '.' && (n)[2] == '\0')))
#define	OPTION(sp, o)	(((sp)->fts_options & (o)) != 0)

static FTSENT *
node_alloc(FTS *sp, const char *name, size_t len)
{
	struct {
		FTSENT		ent;
		struct stat	sb;
		char		name[];
	} *n;

	n = malloc(sizeof(*n) + len + 1);
	if (n == NULL)
		return (NULL);
	memset(&n->ent, 0, sizeof(n->ent));
	memcpy(n->name, name, len);
	n->name[len] = '\0';
	n->ent.fts_name = n->name;
	n->ent.fts_namelen = len;
	n->ent.fts_path = sp->fts_path;
	n->ent.fts_statp = &n->sb;
	n->ent.fts_instr = FTS_NOINSTR;
	n->ent.fts_fts = sp;
	n->ent.fts_symfd = -1;
	return (&n->ent);
}

static void
list_free(FTSENT *p)
{
	FTSENT *next;

	for (; p != NULL; p = next) {
		next = p->fts_link;
		free(p);
	}
}

/* A node's path pointers after the buffer moved. */
static void
node_adjust(FTSENT *p, const char *old, char *new)
{
	if (p->fts_accpath == old)
		p->fts_accpath = new;
	else if (p->fts_accpath != p->fts_name && p->fts_accpath != NULL &&
	    p->fts_path == old && p->fts_accpath >= old &&
	    p->fts_accpath < old + PATH_MAX)
		p->fts_accpath = new + (p->fts_accpath - old);
	p->fts_path = new;
}

/* Room for need bytes of path; list is the one that is being built. */
static int
path_grow(FTS *sp, size_t need, FTSENT *list)
{
	char *old = sp->fts_path, *new;
	FTSENT *p;

	if (need <= sp->fts_pathlen)
		return (0);
	new = malloc(need + 256);
	if (new == NULL)
		return (-1);
	if (old != NULL)
		memcpy(new, old, sp->fts_pathlen);
	sp->fts_path = new;
	sp->fts_pathlen = need + 256;
	for (p = sp->fts_child; p != NULL; p = p->fts_link)
		node_adjust(p, old, new);
	for (p = list; p != NULL; p = p->fts_link)
		node_adjust(p, old, new);
	for (p = sp->fts_cur; p != NULL; ) {
		node_adjust(p, old, new);
		if (p->fts_level < FTS_ROOTLEVEL)
			break;
		p = p->fts_link != NULL ? p->fts_link : p->fts_parent;
	}
	free(old);
	return (0);
}

static FTSENT *
list_sort(FTS *sp, FTSENT *head, size_t n)
{
	FTSENT **array, *p;
	size_t i;

	if (n > sp->fts_nitems) {
		array = reallocarray(sp->fts_array, n + 40, sizeof(*array));
		if (array == NULL)
			return (head);		/* unsorted is better */
		sp->fts_array = array;
		sp->fts_nitems = n + 40;
	}
	for (i = 0, p = head; p != NULL; p = p->fts_link)
		sp->fts_array[i++] = p;
	qsort(sp->fts_array, n, sizeof(*sp->fts_array),
	    (int (*)(const void *, const void *))sp->fts_compar);
	for (i = 0; i + 1 < n; i++)
		sp->fts_array[i]->fts_link = sp->fts_array[i + 1];
	sp->fts_array[n - 1]->fts_link = NULL;
	return (sp->fts_array[0]);
}

/* What kind of node it is: FTS_*. */
static int
node_stat(FTS *sp, FTSENT *p, bool follow)
{
	struct stat *sb = p->fts_statp;
	FTSENT *t;

	if (OPTION(sp, FTS_LOGICAL) || follow) {
		if (stat(p->fts_accpath, sb) == -1) {
			int saved = errno;

			if (lstat(p->fts_accpath, sb) == 0) {
				errno = 0;
				return (FTS_SLNONE);
			}
			p->fts_errno = saved;
			memset(sb, 0, sizeof(*sb));
			return (FTS_NS);
		}
	} else if (lstat(p->fts_accpath, sb) == -1) {
		p->fts_errno = errno;
		memset(sb, 0, sizeof(*sb));
		return (FTS_NS);
	}
	p->fts_ino = sb->st_ino;
	p->fts_dev = sb->st_dev;
	p->fts_nlink = sb->st_nlink;
	if (S_ISDIR(sb->st_mode)) {
		if (IS_DOT(p->fts_name) && p->fts_level > FTS_ROOTLEVEL)
			return (FTS_DOT);
		for (t = p->fts_parent; t->fts_level >= FTS_ROOTLEVEL;
		    t = t->fts_parent) {
			if (t->fts_ino == sb->st_ino &&
			    t->fts_dev == sb->st_dev) {
				p->fts_cycle = t;
				return (FTS_DC);
			}
		}
		return (FTS_D);
	}
	if (S_ISLNK(sb->st_mode))
		return (FTS_SL);
	return (S_ISREG(sb->st_mode) ? FTS_F : FTS_DEFAULT);
}

FTS *
fts_open(char * const *argv, int options,
    int (*compar)(const FTSENT * const *, const FTSENT * const *))
{
	FTSENT *p, *root = NULL, *parent = NULL, **tail = &root;
	size_t n, len;
	FTS *sp;

	if ((options & ~FTS_OPTIONMASK) != 0 ||
	    (options & (FTS_LOGICAL | FTS_PHYSICAL)) == 0) {
		errno = EINVAL;
		return (NULL);
	}
	if ((sp = calloc(1, sizeof(*sp))) == NULL)
		return (NULL);
	sp->fts_rfd = -1;
	sp->fts_compar = compar;
	sp->fts_options = options;
	if (OPTION(sp, FTS_LOGICAL))
		sp->fts_options |= FTS_NOCHDIR;
	if (path_grow(sp, PATH_MAX, NULL) == -1 ||
	    (parent = node_alloc(sp, "", 0)) == NULL)
		goto fail;
	parent->fts_level = FTS_ROOTPARENTLEVEL;
	for (n = 0; argv[n] != NULL; n++) {
		len = strlen(argv[n]);
		/* A trailing slash is kept only in "/" alone. */
		while (len > 1 && argv[n][len - 1] == '/' &&
		    argv[n][len - 2] == '/')
			len--;
		if ((p = node_alloc(sp, argv[n], len)) == NULL)
			goto fail;
		p->fts_level = FTS_ROOTLEVEL;
		p->fts_parent = parent;
		p->fts_accpath = p->fts_name;
		p->fts_info = node_stat(sp, p, OPTION(sp, FTS_COMFOLLOW));
		if (p->fts_info == FTS_DOT)
			p->fts_info = FTS_D;
		*tail = p;
		tail = &p->fts_link;
	}
	if (compar != NULL && n > 1)
		root = list_sort(sp, root, n);

	/* A node before the first, so that fts_read() needs no special case. */
	if ((sp->fts_cur = node_alloc(sp, "", 0)) == NULL)
		goto fail;
	sp->fts_cur->fts_link = root;
	sp->fts_cur->fts_info = FTS_INIT;
	sp->fts_cur->fts_parent = parent;
	if (!OPTION(sp, FTS_NOCHDIR)) {
		sp->fts_rfd = open(".", O_SEARCH | O_DIRECTORY | O_CLOEXEC);
		if (sp->fts_rfd == -1)
			sp->fts_options |= FTS_NOCHDIR;
	}
	return (sp);

fail:
	list_free(root);
	free(parent);
	free(sp->fts_path);
	free(sp->fts_array);
	free(sp);
	return (NULL);
}

/* A node of the command line becomes the current one. */
static void
load_root(FTS *sp, FTSENT *p)
{
	size_t len = p->fts_namelen;
	char *slash;

	if (path_grow(sp, len + 1, NULL) == -1) {
		p->fts_info = FTS_ERR;
		p->fts_errno = errno;
		return;
	}
	p->fts_path = sp->fts_path;
	p->fts_pathlen = len;
	memcpy(sp->fts_path, p->fts_name, len + 1);
	slash = strrchr(p->fts_name, '/');
	if (slash != NULL && (slash != p->fts_name || slash[1] != '\0')) {
		len = strlen(++slash);
		memmove(p->fts_name, slash, len + 1);
		p->fts_namelen = len;
	}
	p->fts_accpath = p->fts_path = sp->fts_path;
	sp->fts_dev = p->fts_dev;
}

/*
 * Change to the directory of p through fd or path, making sure it is p's.
 */
static int
change_dir(FTS *sp, const FTSENT *p, int fd, const char *path)
{
	int newfd = fd, ret = -1, saved;
	struct stat sb;

	if (OPTION(sp, FTS_NOCHDIR))
		return (0);
	if (fd < 0 && (newfd = open(path, O_SEARCH | O_DIRECTORY |
	    O_CLOEXEC)) == -1)
		return (-1);
	if (fstat(newfd, &sb) == 0) {
		if (p->fts_dev == sb.st_dev && p->fts_ino == sb.st_ino)
			ret = fchdir(newfd);
		else
			errno = ENOENT;
	}
	saved = errno;
	if (fd < 0)
		(void)close(newfd);
	errno = saved;
	return (ret);
}

/* Where names of the children of p start in the path. */
static size_t
append_at(const FTSENT *p)
{
	return (p->fts_pathlen > 0 &&
	    p->fts_path[p->fts_pathlen - 1] == '/' ? p->fts_pathlen - 1 :
	    p->fts_pathlen);
}

/* Does this entry need no stat? */
static bool
skip_stat(FTS *sp, const struct dirent *dp, enum build type)
{
	if (type == BUILD_NAMES)
		return (true);
	return (OPTION(sp, FTS_NOSTAT) && OPTION(sp, FTS_PHYSICAL) &&
	    dp->d_type != DT_UNKNOWN && dp->d_type != DT_DIR);
}

/* One entry of a directory as a node; NULL without memory. */
static FTSENT *
build_node(FTS *sp, FTSENT *cur, const struct dirent *dp, enum build type,
    int cderrno, FTSENT *head)
{
	size_t len = append_at(cur) + 1;
	FTSENT *p;

	if (path_grow(sp, len + dp->d_namlen + 1, head) == -1 ||
	    (p = node_alloc(sp, dp->d_name, dp->d_namlen)) == NULL)
		return (NULL);
	p->fts_level = cur->fts_level + 1;
	p->fts_parent = cur;
	p->fts_pathlen = len + dp->d_namlen;
	if (cderrno != 0) {
		p->fts_info = type == BUILD_NAMES ? FTS_NSOK : FTS_NS;
		p->fts_errno = cderrno;
		p->fts_accpath = cur->fts_accpath;
		return (p);
	}
	if (OPTION(sp, FTS_NOCHDIR)) {
		p->fts_accpath = sp->fts_path;
		sp->fts_path[len - 1] = '/';
		memcpy(sp->fts_path + len, p->fts_name, p->fts_namelen + 1);
	} else
		p->fts_accpath = p->fts_name;
	if (skip_stat(sp, dp, type))
		p->fts_info = FTS_NSOK;
	else
		p->fts_info = node_stat(sp, p, false);
	return (p);
}

/*
 * The content of the current directory as a list.  For BUILD_READ the process
 * stays in it.
 */
static FTSENT *
build(FTS *sp, enum build type)
{
	FTSENT *cur = sp->fts_cur, *head = NULL, **tail = &head, *p;
	int cderrno = 0, saved;
	bool descended = false;
	struct dirent *dp;
	size_t n = 0;
	DIR *dirp;

	if ((dirp = opendir(cur->fts_accpath)) == NULL) {
		if (type == BUILD_READ) {
			cur->fts_info = FTS_DNR;
			cur->fts_errno = errno;
		}
		return (NULL);
	}
	if (type != BUILD_NAMES) {
		if (change_dir(sp, cur, dirfd(dirp), NULL) == -1) {
			if (type == BUILD_READ)
				cur->fts_errno = errno;
			cur->fts_flags |= FTS_DONTCHDIR;
			cderrno = errno;
		} else
			descended = true;
	}
	for (;;) {
		errno = 0;
		if ((dp = readdir(dirp)) == NULL)
			break;
		if (!OPTION(sp, FTS_SEEDOT) && IS_DOT(dp->d_name))
			continue;
		p = build_node(sp, cur, dp, type, cderrno, head);
		if (p == NULL) {
			saved = errno;
			list_free(head);
			(void)closedir(dirp);
			errno = saved;
			cur->fts_info = FTS_ERR;
			sp->fts_options |= FTS_STOP;
			return (NULL);
		}
		*tail = p;
		tail = &p->fts_link;
		n++;
	}
	if (errno != 0 && type == BUILD_READ)
		cur->fts_errno = errno;
	(void)closedir(dirp);
	if (OPTION(sp, FTS_NOCHDIR))
		sp->fts_path[cur->fts_pathlen] = '\0';
	if (descended && (type == BUILD_CHILD || n == 0)) {
		if ((cur->fts_level == FTS_ROOTLEVEL ?
		    (OPTION(sp, FTS_NOCHDIR) ? 0 : fchdir(sp->fts_rfd)) :
		    change_dir(sp, cur->fts_parent, -1, "..")) == -1) {
			cur->fts_info = FTS_ERR;
			cur->fts_errno = errno;
			sp->fts_options |= FTS_STOP;
			list_free(head);
			return (NULL);
		}
	}
	if (n == 0) {
		if (type == BUILD_READ)
			cur->fts_info = cur->fts_errno != 0 ? FTS_DNR : FTS_DP;
		return (NULL);
	}
	return (sp->fts_compar != NULL && n > 1 ? list_sort(sp, head, n) :
	    head);
}

/* Follow the symbolic link p as fts_set() asked. */
static void
follow_link(FTS *sp, FTSENT *p)
{
	p->fts_info = node_stat(sp, p, true);
	if (p->fts_info != FTS_D || OPTION(sp, FTS_NOCHDIR))
		return;
	p->fts_symfd = open(".", O_SEARCH | O_DIRECTORY | O_CLOEXEC);
	if (p->fts_symfd == -1) {
		p->fts_errno = errno;
		p->fts_info = FTS_ERR;
	} else
		p->fts_flags |= FTS_SYMFOLLOW;
}

/* The path of the current node, in the buffer. */
static void
put_path(FTS *sp, const FTSENT *p)
{
	size_t at = append_at(p->fts_parent);

	sp->fts_path[at] = '/';
	memcpy(sp->fts_path + at + 1, p->fts_name, p->fts_namelen + 1);
}

static FTSENT *
enter_directory(FTS *sp, FTSENT *p, int instr)
{
	if (instr == FTS_SKIP ||
	    (OPTION(sp, FTS_XDEV) && p->fts_dev != sp->fts_dev)) {
		if ((p->fts_flags & FTS_SYMFOLLOW) != 0)
			(void)close(p->fts_symfd);
		list_free(sp->fts_child);
		sp->fts_child = NULL;
		p->fts_info = FTS_DP;
		return (p);
	}
	if (sp->fts_child != NULL && (sp->fts_options & FTS_NAMEONLY) != 0) {
		sp->fts_options &= ~FTS_NAMEONLY;
		list_free(sp->fts_child);
		sp->fts_child = NULL;
	}
	if (sp->fts_child != NULL) {
		if (change_dir(sp, p, -1, p->fts_accpath) == -1) {
			FTSENT *c;

			p->fts_errno = errno;
			p->fts_flags |= FTS_DONTCHDIR;
			for (c = sp->fts_child; c != NULL; c = c->fts_link)
				c->fts_accpath = p->fts_accpath;
		}
	} else if ((sp->fts_child = build(sp, BUILD_READ)) == NULL) {
		if (OPTION(sp, FTS_STOP))
			return (NULL);
		if ((p->fts_flags & FTS_SYMFOLLOW) != 0)
			(void)close(p->fts_symfd);
		return (p);
	}
	p = sp->fts_child;
	sp->fts_child = NULL;
	put_path(sp, p);
	return (sp->fts_cur = p);
}

/* Back in the directory that p's parent's siblings are named from. */
static int
leave_directory(FTS *sp, FTSENT *p)
{
	int ret;

	if (p->fts_level == FTS_ROOTLEVEL)
		return (OPTION(sp, FTS_NOCHDIR) ? 0 : fchdir(sp->fts_rfd));
	if ((p->fts_flags & FTS_SYMFOLLOW) != 0) {
		ret = OPTION(sp, FTS_NOCHDIR) ? 0 : fchdir(p->fts_symfd);
		(void)close(p->fts_symfd);
		return (ret);
	}
	if ((p->fts_flags & FTS_DONTCHDIR) != 0)
		return (0);
	return (change_dir(sp, p->fts_parent, -1, ".."));
}

FTSENT *
fts_read(FTS *sp)
{
	FTSENT *p = sp->fts_cur, *last;
	int instr;

	if (p == NULL || OPTION(sp, FTS_STOP))
		return (NULL);
	instr = p->fts_instr;
	p->fts_instr = FTS_NOINSTR;
	if (instr == FTS_AGAIN) {
		p->fts_info = node_stat(sp, p, false);
		return (p);
	}
	if (instr == FTS_FOLLOW && (p->fts_info == FTS_SL ||
	    p->fts_info == FTS_SLNONE)) {
		follow_link(sp, p);
		return (p);
	}
	if (p->fts_info == FTS_D)
		return (enter_directory(sp, p, instr));

	for (;;) {
		last = p;
		if ((p = p->fts_link) != NULL) {
			sp->fts_cur = p;
			free(last);
			if (p->fts_level == FTS_ROOTLEVEL) {
				if (!OPTION(sp, FTS_NOCHDIR) &&
				    fchdir(sp->fts_rfd) == -1) {
					sp->fts_options |= FTS_STOP;
					return (NULL);
				}
				load_root(sp, p);
				return (p);
			}
			if (p->fts_instr == FTS_SKIP)
				continue;
			if (p->fts_instr == FTS_FOLLOW) {
				p->fts_instr = FTS_NOINSTR;
				put_path(sp, p);
				follow_link(sp, p);
				return (p);
			}
			put_path(sp, p);
			return (p);
		}
		/* Up to the directory itself. */
		p = last->fts_parent;
		sp->fts_cur = p;
		free(last);
		if (p->fts_level == FTS_ROOTPARENTLEVEL) {
			free(p);
			errno = 0;
			return (sp->fts_cur = NULL);
		}
		sp->fts_path[p->fts_pathlen] = '\0';
		if (leave_directory(sp, p) == -1) {
			p->fts_errno = errno;
			sp->fts_options |= FTS_STOP;
		}
		p->fts_info = p->fts_errno != 0 ? FTS_ERR : FTS_DP;
		return (OPTION(sp, FTS_STOP) ? NULL : p);
	}
}

int
fts_set(FTS *sp, FTSENT *p, int instr)
{
	if (instr < 0 || instr > FTS_SKIP) {
		errno = EINVAL;
		return (1);
	}
	p->fts_instr = instr == 0 ? FTS_NOINSTR : instr;
	return (0);
}

FTSENT *
fts_children(FTS *sp, int instr)
{
	FTSENT *p = sp->fts_cur;
	int fd;

	if (instr != 0 && instr != FTS_NAMEONLY) {
		errno = EINVAL;
		return (NULL);
	}
	errno = 0;
	if (p == NULL || OPTION(sp, FTS_STOP))
		return (NULL);
	if (p->fts_info == FTS_INIT)
		return (p->fts_link);
	if (p->fts_info != FTS_D)
		return (NULL);
	list_free(sp->fts_child);
	sp->fts_child = NULL;
	if (instr == FTS_NAMEONLY)
		sp->fts_options |= FTS_NAMEONLY;
	/*
	 * A relative argument is named from the start, to which ".." of it
	 * need not lead.
	 */
	if (p->fts_level != FTS_ROOTLEVEL || p->fts_accpath[0] == '/' ||
	    OPTION(sp, FTS_NOCHDIR))
		return (sp->fts_child = build(sp, instr == FTS_NAMEONLY ?
		    BUILD_NAMES : BUILD_CHILD));
	if ((fd = open(".", O_SEARCH | O_DIRECTORY | O_CLOEXEC)) == -1)
		return (NULL);
	sp->fts_child = build(sp, instr == FTS_NAMEONLY ? BUILD_NAMES :
	    BUILD_CHILD);
	if (fchdir(fd) == -1) {
		(void)close(fd);
		return (NULL);
	}
	(void)close(fd);
	return (sp->fts_child);
}

int
fts_close(FTS *sp)
{
	FTSENT *p, *next;
	int error = 0;

	for (p = sp->fts_cur; p != NULL; p = next) {
		if (p->fts_level < FTS_ROOTLEVEL) {
			free(p);
			break;
		}
		next = p->fts_link != NULL ? p->fts_link : p->fts_parent;
		free(p);
	}
	list_free(sp->fts_child);
	if (sp->fts_rfd != -1) {
		if (!OPTION(sp, FTS_NOCHDIR) && fchdir(sp->fts_rfd) == -1)
			error = errno;
		(void)close(sp->fts_rfd);
	}
	free(sp->fts_array);
	free(sp->fts_path);
	free(sp);
	if (error != 0) {
		errno = error;
		return (-1);
	}
	return (0);
}

void *
fts_get_clientptr(FTS *sp)
{
	return (sp->fts_clientptr);
}

void
fts_set_clientptr(FTS *sp, void *ptr)
{
	sp->fts_clientptr = ptr;
}

FTS *
fts_get_stream(FTSENT *p)
{
	return (p->fts_fts);
}
