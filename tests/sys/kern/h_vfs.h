/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the tests of calls on files share: the errors that every path can give,
 * and file systems that are full or can only be read.
 *
 * A try_fn makes one call on a path (relative to dirfd, where the call knows
 * directories by descriptor) with arguments that are right otherwise.
 *
 * Here the programs run in /tmp, a tmpfs; tests/sys/fs/ext2fs compiles them
 * once more with VFS_EXT2: then they run on the root, and their small, full and
 * read-only file systems are ext2 on the spare disk that guestd gives a guest.
 */

#ifndef _H_VFS_H_
#define	_H_VFS_H_

#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <fcntl.h>
#include <limits.h>
#include "h_kern.h"

typedef int	(*try_fn)(int dirfd, const char *path);

#define	SPARE_DISK	"/dev/vbd1"
#define	EXT2_IMAGE	"/usr/tests/sys/kern/d_ext2.img"	/* mkext2.sh */
#define	EXT2_LINKS	32000
#define	EXT2_ROOT	"/var/tmp"

/* --- mounts that go when the test ends ------------------------------------ */

static char	*h_mounts[8];
static int	h_nmounts;
static pid_t	h_mounter;

static inline void
unmount_all(void)
{

	if (getpid() != h_mounter)
		return;
	while (h_nmounts > 0)
		(void)unmount(h_mounts[--h_nmounts], MNT_FORCE);
}

/*
 * Mount a file system on the new directory dir.
 */
static inline void
mount_for_test(const char *type, const char *dir, int flags,
    void *args, size_t len)
{

	ATF_REQUIRE_EQ(0, mkdir(dir, 0755));
	ATF_REQUIRE_EQ_MSG(0, mount(type, dir, flags, args, len),
	    "mount: %s", strerror(errno));
	if (h_mounter == 0) {
		h_mounter = getpid();
		atexit(unmount_all);
	}
	h_mounts[h_nmounts] = realpath(dir, NULL);
	ATF_REQUIRE(h_mounts[h_nmounts] != NULL);
	h_nmounts++;
}

static inline void
mount_tmpfs(const char *dir, int flags, uint64_t bytes, uint64_t nodes)
{
	struct mount_tmpfs_args args;

	memset(&args, 0, sizeof(args));
	args.size = sizeof(args);
	args.mode = 0777;
	args.bytes_max = bytes;
	args.nodes_max = nodes;
	mount_for_test("tmpfs", dir, flags, &args, sizeof(args));
}

/*
 * Fill the spare disk with the image, which no test before this one may still
 * have mounted.
 */
static inline void
write_spare_disk(void)
{
	char buf[65536];
	int from, to;
	ssize_t n;

	from = open(EXT2_IMAGE, O_RDONLY);
	ATF_REQUIRE_MSG(from >= 0, EXT2_IMAGE ": %s", strerror(errno));
	to = open(SPARE_DISK, O_RDWR);
	ATF_REQUIRE_MSG(to >= 0, SPARE_DISK ": %s", strerror(errno));
	while ((n = read(from, buf, sizeof(buf))) > 0)
		ATF_REQUIRE_EQ(n, write(to, buf, (size_t)n));
	ATF_REQUIRE_EQ(0, n);
	ATF_REQUIRE_EQ(0, close(from));
	ATF_REQUIRE_EQ(0, close(to));
}

static inline void
mount_ext2(const char *dir, int flags)
{
	struct mount_dev_args args = { .size = sizeof(args) };

	write_spare_disk();
	args.fspec = SPARE_DISK;
	mount_for_test("ext2fs", dir, flags, &args, sizeof(args));
}

/*
 * A file system that is soon full, writable for all.
 */
static inline void
mount_small(const char *dir)
{

#ifdef VFS_EXT2
	mount_ext2(dir, 0);
#else
	mount_tmpfs(dir, 0, 256 * 1024, 32);
#endif
}

/*
 * Where the tests run: guestd has made a directory in /tmp and gone there.
 */
#ifdef VFS_EXT2
static char	h_workdir[] = EXT2_ROOT "/vfs.XXXXXX";
static pid_t	h_worker;

static inline void
remove_workdir(void)
{
	char command[100];

	if (getpid() != h_worker)
		return;
	(void)chdir("/");
	(void)snprintf(command, sizeof(command), "rm -rf %s", h_workdir);
	(void)system(command);
}
#endif

static inline void
vfs_start(void)
{

#ifdef VFS_EXT2
	struct statvfs sv;

	h_worker = getpid();
	if (statvfs(EXT2_ROOT, &sv) == -1 ||
	    strcmp(sv.f_fstypename, "ext2fs") != 0 ||
	    mkdtemp(h_workdir) == NULL || chmod(h_workdir, 0755) == -1 ||
	    chdir(h_workdir) == -1 || atexit(remove_workdir) != 0)
		abort();
#endif
}

/* --- files ---------------------------------------------------------------- */

static inline void
make_file(const char *path, mode_t mode)
{
	int fd;

	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	ATF_REQUIRE_MSG(fd >= 0, "%s: %s", path, strerror(errno));
	ATF_REQUIRE_EQ(4, write(fd, "text", 4));
	ATF_REQUIRE_EQ(0, fchmod(fd, mode));
	ATF_REQUIRE_EQ(0, close(fd));
}

/*
 * Is the file still what make_file() made?
 */
static inline void
check_file(const char *path)
{
	char buf[8];
	int fd;

	fd = open(path, O_RDONLY);
	ATF_REQUIRE_MSG(fd >= 0, "%s: %s", path, strerror(errno));
	ATF_CHECK_EQ(4, read(fd, buf, sizeof(buf)));
	ATF_CHECK_EQ(0, memcmp(buf, "text", 4));
	ATF_CHECK_EQ(0, close(fd));
}

static inline bool
is_there(const char *path)
{
	struct stat sb;

	return (lstat(path, &sb) == 0);
}

/* --- errors of every path ------------------------------------------------- */

static try_fn		h_fn;
static const char	*h_path;

static inline void
h_want_eacces(void)
{

	WANT_ERRNO(EACCES, h_fn(AT_FDCWD, h_path) == -1);
}

/*
 * A directory of the path may not be searched.
 */
static inline void
try_eacces(try_fn fn)
{

	ATF_REQUIRE_EQ(0, chmod(".", 0777));
	ATF_REQUIRE_EQ(0, mkdir("closed", 0700));
	h_fn = fn;
	h_path = "closed/file";
	in_child(NOBODY, h_want_eacces);
	ATF_CHECK(!is_there("closed/file"));
	make_file("closed/file", 0666);
	in_child(NOBODY, h_want_eacces);
	check_file("closed/file");
}

/*
 * The same for calls that only the super-user may make: he may search all, but
 * not follow a link where the mount forbids it.
 */
static inline void
try_eacces_root(try_fn fn)
{

	mount_tmpfs("nolinks", MNT_NOSYMFOLLOW, 0, 0);
	ATF_REQUIRE_EQ(0, mkdir("nolinks/dir", 0755));
	ATF_REQUIRE_EQ(0, symlink("dir", "nolinks/link"));
	ATF_CHECK_ERRNO(EACCES, fn(AT_FDCWD, "nolinks/link") == -1);
}

/*
 * The directory may not be written to.
 */
static inline void
try_eacces_write(try_fn fn)
{

	ATF_REQUIRE_EQ(0, chmod(".", 0755));
	h_fn = fn;
	h_path = "newname";
	in_child(NOBODY, h_want_eacces);
	ATF_CHECK(!is_there("newname"));
}

static inline void
try_efault(try_fn fn)
{

	ATF_CHECK_ERRNO(EFAULT, fn(AT_FDCWD, BADPTR) == -1);
	ATF_CHECK_ERRNO(EFAULT, fn(AT_FDCWD, KERNPTR) == -1);
	ATF_CHECK_ERRNO(EFAULT, fn(AT_FDCWD, NULL) == -1);
}

static inline void
try_eloop(try_fn fn)
{
	char path[16], target[16];
	int i;

	ATF_REQUIRE_EQ(0, symlink("loop2", "loop1"));
	ATF_REQUIRE_EQ(0, symlink("loop1", "loop2"));
	ATF_CHECK_ERRNO(ELOOP, fn(AT_FDCWD, "loop1/x") == -1);
	/* 32 links are followed, one more is too much. */
	ATF_REQUIRE_EQ(0, mkdir("l0", 0755));
	for (i = 1; i <= SYMLOOP_MAX + 1; i++) {
		snprintf(path, sizeof(path), "l%d", i);
		snprintf(target, sizeof(target), "l%d", i - 1);
		ATF_REQUIRE_EQ(0, symlink(target, path));
	}
	snprintf(path, sizeof(path), "l%d/x", SYMLOOP_MAX);
	errno = 0;
	(void)fn(AT_FDCWD, path);
	ATF_CHECK(errno != ELOOP);
	snprintf(path, sizeof(path), "l%d/x", SYMLOOP_MAX + 1);
	ATF_CHECK_ERRNO(ELOOP, fn(AT_FDCWD, path) == -1);
}

static inline void
try_enametoolong(try_fn fn)
{
	char path[PATH_MAX + 10];

	memset(path, 'n', sizeof(path));
	path[NAME_MAX + 1] = '\0';
	ATF_CHECK_ERRNO(ENAMETOOLONG, fn(AT_FDCWD, path) == -1);
	memset(path, '/', sizeof(path));
	path[PATH_MAX] = '\0';
	ATF_CHECK_ERRNO(ENAMETOOLONG, fn(AT_FDCWD, path) == -1);
	/* A link that makes it too long. */
	memset(path, 'd', sizeof(path));
	for (size_t i = 200; i < PATH_MAX - 100; i += 200)
		path[i] = '/';
	path[PATH_MAX - 100] = '\0';
	ATF_REQUIRE_EQ(0, symlink(path, "long"));
	memcpy(path, "long/", 5);
	path[150] = '\0';
	ATF_CHECK_ERRNO(ENAMETOOLONG, fn(AT_FDCWD, path) == -1);
}

static inline void
try_enoent(try_fn fn)
{

	ATF_CHECK_ERRNO(ENOENT, fn(AT_FDCWD, "") == -1);
	ATF_CHECK_ERRNO(ENOENT, fn(AT_FDCWD, "missing/file") == -1);
	ATF_REQUIRE_EQ(0, symlink("nowhere/at/all", "dangling"));
	ATF_CHECK_ERRNO(ENOENT, fn(AT_FDCWD, "dangling/file") == -1);
}

/*
 * And for calls on what must exist.
 */
static inline void
try_enoent_file(try_fn fn)
{

	try_enoent(fn);
	ATF_CHECK_ERRNO(ENOENT, fn(AT_FDCWD, "missing") == -1);
	ATF_CHECK(!is_there("missing"));
}

static inline void
try_enotdir(try_fn fn)
{

	make_file("plain", 0644);
	ATF_CHECK_ERRNO(ENOTDIR, fn(AT_FDCWD, "plain/file") == -1);
	ATF_CHECK_ERRNO(ENOTDIR, fn(AT_FDCWD, "plain/.") == -1);
	ATF_CHECK_ERRNO(ENOTDIR, fn(AT_FDCWD, "plain/../x") == -1);
	check_file("plain");
}

/*
 * And for calls that start at a descriptor.
 */
static inline void
try_enotdir_at(try_fn fn)
{
	int fd;

	try_enotdir(fn);
	fd = open("plain", O_RDONLY);
	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_ERRNO(ENOTDIR, fn(fd, "file") == -1);
	ATF_REQUIRE_EQ(0, close(fd));
}

static inline void
try_ebadf(try_fn fn)
{
	int fd;

	ATF_CHECK_ERRNO(EBADF, fn(-1, "file") == -1);
	ATF_CHECK_ERRNO(EBADF, fn(BADFD, "file") == -1);
	fd = open(".", O_RDONLY | O_DIRECTORY);
	ATF_REQUIRE(fd >= 0);
	ATF_REQUIRE_EQ(0, close(fd));
	ATF_CHECK_ERRNO(EBADF, fn(fd, "file") == -1);
}

/*
 * What calls make exists already, as a file, a directory or a link to nowhere.
 */
static inline void
try_eexist(try_fn fn)
{

	make_file("file", 0644);
	ATF_REQUIRE_EQ(0, mkdir("dir", 0755));
	ATF_REQUIRE_EQ(0, symlink("nowhere", "link"));
	ATF_CHECK_ERRNO(EEXIST, fn(AT_FDCWD, "file") == -1);
	ATF_CHECK_ERRNO(EEXIST, fn(AT_FDCWD, "dir") == -1);
	ATF_CHECK_ERRNO(EEXIST, fn(AT_FDCWD, "link") == -1);
	ATF_CHECK_ERRNO(EEXIST, fn(AT_FDCWD, ".") == -1);
	ATF_CHECK_ERRNO(EEXIST, fn(AT_FDCWD, "..") == -1);
	ATF_CHECK_ERRNO(EEXIST, fn(AT_FDCWD, "/") == -1);
	ATF_CHECK(!is_there("nowhere"));
	check_file("file");
}

/*
 * Make files in the file system mounted on dir until there is no room for one
 * more; path is the last one that was made.
 */
static inline void
fill_inodes(const char *dir, char *path, size_t len)
{
	int fd, i;

	for (i = 0; i < 1000; i++) {
		snprintf(path, len, "%s/fill%d", dir, i);
		fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
		if (fd == -1)
			break;
		ATF_REQUIRE_EQ(0, close(fd));
	}
	ATF_REQUIRE_EQ(ENOSPC, errno);
	ATF_REQUIRE(i > 0 && i < 1000);
	snprintf(path, len, "%s/fill%d", dir, i - 1);
}

/*
 * Fill the file system mounted on dir with the file dir/big, and its root
 * directory with names of dir/file, until there is room for neither; path is
 * the first of them that could not be made.  Returns the links of the file.
 */
static inline nlink_t
fill_blocks(const char *dir, char *path, size_t len)
{
	char buf[1024], file[100];
	struct stat sb;
	size_t at;
	int fd, i;

	snprintf(file, sizeof(file), "%s/file", dir);
	snprintf(path, len, "%s/big", dir);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	ATF_REQUIRE(fd >= 0);
	memset(buf, 'b', sizeof(buf));
	while (write(fd, buf, sizeof(buf)) > 0)
		continue;
	ATF_REQUIRE_EQ(ENOSPC, errno);
	ATF_REQUIRE_EQ(0, close(fd));
	at = (size_t)snprintf(path, len, "%s/", dir);
	memset(path + at, 'n', 200);
	for (i = 0; i < 1000; i++) {
		snprintf(path + at + 200, len - at - 200, "%d", i);
		if (link(file, path) == -1)
			break;
	}
	ATF_REQUIRE_EQ(ENOSPC, errno);
	ATF_REQUIRE(i < 1000 && !is_there(path));
	ATF_REQUIRE_EQ(0, stat(file, &sb));
	return (sb.st_nlink);
}

/*
 * There is no room for one more file.
 */
static inline void
try_enospc(try_fn fn)
{
	char path[100];

	mount_small("small");
	fill_inodes("small", path, sizeof(path));
	ATF_CHECK_ERRNO(ENOSPC, fn(AT_FDCWD, "small/three") == -1);
	ATF_CHECK(!is_there("small/three"));
	ATF_REQUIRE_EQ(0, unlink(path));
	ATF_CHECK(fn(AT_FDCWD, "small/three") >= 0);
}

/*
 * A file system that can only be read, with the file "readonly/file" and the
 * directory "readonly/dir".
 */
static inline void
make_readonly(void)
{

#ifdef VFS_EXT2
	mount_ext2("readonly", MNT_RDONLY);
#else
	mount_tmpfs("readonly", 0, 0, 0);
	make_file("readonly/file", 0666);
	ATF_REQUIRE_EQ(0, mkdir("readonly/dir", 0777));
	ATF_REQUIRE_EQ(0, mount("tmpfs", "readonly", MNT_UPDATE | MNT_RDONLY,
	    NULL, 0));
#endif
}

static inline void
try_erofs(try_fn fn, const char *path)
{

	make_readonly();
	ATF_CHECK_ERRNO(EROFS, fn(AT_FDCWD, path) == -1);
	check_file("readonly/file");
	ATF_CHECK(!is_there("readonly/new"));
}

/*
 * The disk holds nonsense where the directory "broken/bad" should be.
 */
static inline void
try_eio(try_fn fn)
{

	mount_ext2("broken", 0);
	ATF_CHECK_ERRNO(EIO, fn(AT_FDCWD, "broken/bad/file") == -1);
	ATF_CHECK_ERRNO(EIO, fn(AT_FDCWD, "broken/bad/dir/file") == -1);
}

#endif /* !_H_VFS_H_ */
