/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * mount(2), unmount(2), getfsstat(2), sync(2).
 */

#include <sys/statvfs.h>
#include <sched.h>
#include "h_vfs.h"

static int
try_mount(int dirfd, const char *path)
{

	return (mount("tmpfs", path, 0, NULL, 0));
}

static int
try_unmount(int dirfd, const char *path)
{

	return (unmount(path, 0));
}

static void
want_eperm(void)
{

	WANT_ERRNO(EPERM, mount("tmpfs", "dir", 0, NULL, 0) == -1);
	WANT_ERRNO(EPERM, mount("tmpfs", "mnt", MNT_UPDATE, NULL, 0) == -1);
	WANT_ERRNO(EPERM, unmount("mnt", 0) == -1);
	WANT_ERRNO(EPERM, unmount("mnt", MNT_FORCE) == -1);
}

ATF_TC_WITHOUT_HEAD(mount__eacces);
ATF_TC_BODY(mount__eacces, tc)
{

	try_eacces_root(try_mount);
}

ATF_TC_WITHOUT_HEAD(mount__eloop);
ATF_TC_BODY(mount__eloop, tc)
{

	try_eloop(try_mount);
}

ATF_TC_WITHOUT_HEAD(mount__enametoolong);
ATF_TC_BODY(mount__enametoolong, tc)
{

	try_enametoolong(try_mount);
}

ATF_TC_WITHOUT_HEAD(mount__enoent);
ATF_TC_BODY(mount__enoent, tc)
{

	try_enoent_file(try_mount);
}

ATF_TC_WITHOUT_HEAD(mount__enotdir);
ATF_TC_BODY(mount__enotdir, tc)
{

	try_enotdir(try_mount);
}

ATF_TC_WITHOUT_HEAD(mount__efault);
ATF_TC_BODY(mount__efault, tc)
{

	ATF_REQUIRE_EQ(0, mkdir("dir", 0755));
	try_efault(try_mount);
	ATF_CHECK_ERRNO(EFAULT, mount(BADPTR, "dir", 0, NULL, 0) == -1);
	ATF_CHECK_ERRNO(EFAULT, mount("tmpfs", "dir", 0, BADPTR, 40) == -1);
}

ATF_TC_WITHOUT_HEAD(mount__ebusy);
ATF_TC_BODY(mount__ebusy, tc)
{

	mount_tmpfs("mnt", 0, 0, 0);
	ATF_CHECK_ERRNO(EBUSY, mount("tmpfs", "mnt", 0, NULL, 0) == -1);
	ATF_CHECK_ERRNO(EBUSY, mount("tmpfs", "/", 0, NULL, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(mount__einval);
ATF_TC_BODY(mount__einval, tc)
{
	struct mount_tmpfs_args args;
	struct mount_dev_args dev;

	ATF_REQUIRE_EQ(0, mkdir("dir", 0755));
	ATF_CHECK_ERRNO(EINVAL, mount("tmpfs", "dir", 0x40000000, NULL,
	    0) == -1);
	ATF_CHECK_ERRNO(EINVAL, mount("tmpfs", "dir", MNT_UPDATE, NULL,
	    0) == -1);
	memset(&args, 0, sizeof(args));
	ATF_CHECK_ERRNO(EINVAL, mount("tmpfs", "dir", 0, &args,
	    sizeof(args)) == -1);
	args.size = sizeof(args);
	ATF_CHECK_ERRNO(EINVAL, mount("tmpfs", "dir", 0, &args,
	    sizeof(args) - 1) == -1);
	args.mode = 0100000;
	ATF_CHECK_ERRNO(EINVAL, mount("tmpfs", "dir", 0, &args,
	    sizeof(args)) == -1);
	ATF_CHECK_ERRNO(EINVAL, mount("ext2fs", "dir", 0, NULL, 0) == -1);
	memset(&dev, 0, sizeof(dev));
	ATF_CHECK_ERRNO(EINVAL, mount("ext2fs", "dir", 0, &dev,
	    sizeof(dev)) == -1);
	ATF_CHECK_ERRNO(EINVAL, mount("tmpfs", "dir", 0, &args,
	    1000000) == -1);
	ATF_CHECK_EQ(0, rmdir("dir"));
}

ATF_TC_WITHOUT_HEAD(mount__enodev);
ATF_TC_BODY(mount__enodev, tc)
{

	ATF_REQUIRE_EQ(0, mkdir("dir", 0755));
	ATF_CHECK_ERRNO(ENODEV, mount("nofs", "dir", 0, NULL, 0) == -1);
	ATF_CHECK_ERRNO(ENODEV, mount("", "dir", 0, NULL, 0) == -1);
	ATF_CHECK_ERRNO(ENODEV, mount("a-name-that-is-longer-than-any-type-of-"
	    "file-system", "dir", 0, NULL, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(mount__enotblk);
ATF_TC_BODY(mount__enotblk, tc)
{
	struct mount_dev_args dev = { .size = sizeof(dev) };

	ATF_REQUIRE_EQ(0, mkdir("dir", 0755));
	make_file("file", 0644);
	dev.fspec = "file";
	ATF_CHECK_ERRNO(ENOTBLK, mount("ext2fs", "dir", 0, &dev,
	    sizeof(dev)) == -1);
	dev.fspec = "/dev/null";
	ATF_CHECK_ERRNO(ENOTBLK, mount("ext2fs", "dir", 0, &dev,
	    sizeof(dev)) == -1);
	dev.fspec = "missing";
	ATF_CHECK_ERRNO(ENOENT, mount("ext2fs", "dir", 0, &dev,
	    sizeof(dev)) == -1);
}

ATF_TC_WITHOUT_HEAD(mount__enotdir_when_it_is_a_file);
ATF_TC_BODY(mount__enotdir_when_it_is_a_file, tc)
{

	make_file("file", 0644);
	ATF_CHECK_ERRNO(ENOTDIR, mount("tmpfs", "file", 0, NULL, 0) == -1);
	check_file("file");
}

ATF_TC_WITHOUT_HEAD(mount__eperm);
ATF_TC_BODY(mount__eperm, tc)
{

	ATF_REQUIRE_EQ(0, chmod(".", 0777));
	mount_tmpfs("mnt", 0, 0, 0);
	ATF_REQUIRE_EQ(0, mkdir("dir", 0777));
	in_child(NOBODY, want_eperm);
}

static int
mount_spare(const char *dir, int flags)
{
	struct mount_dev_args dev = { .size = sizeof(dev) };

	dev.fspec = SPARE_DISK;
	return (mount("ext2fs", dir, flags, &dev, sizeof(dev)));
}

/*
 * Change a field of 32 bits of the spare disk's superblock.
 */
static void
patch_super(size_t off, uint32_t value)
{
	char block[4096];
	int fd;

	fd = open(SPARE_DISK, O_RDWR);
	ATF_REQUIRE(fd >= 0);
	ATF_REQUIRE_EQ(4096, pread(fd, block, sizeof(block), 0));
	memcpy(block + 1024 + off, &value, sizeof(value));
	ATF_REQUIRE_EQ(4096, pwrite(fd, block, sizeof(block), 0));
	ATF_REQUIRE_EQ(0, close(fd));
}

ATF_TC_WITHOUT_HEAD(mount__ebusy_when_the_disk_is_in_use);
ATF_TC_BODY(mount__ebusy_when_the_disk_is_in_use, tc)
{
	int fd;

	mount_ext2("mnt", 0);
	ATF_REQUIRE_EQ(0, mkdir("second", 0755));
	ATF_CHECK_ERRNO(EBUSY, mount_spare("second", 0) == -1);
	ATF_CHECK_ERRNO(EBUSY, mount_spare("second", MNT_RDONLY) == -1);
	check_file("mnt/file");
	ATF_REQUIRE_EQ(0, unmount("mnt", 0));
	fd = open(SPARE_DISK, O_RDWR);
	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_ERRNO(EBUSY, mount_spare("second", 0) == -1);
	ATF_REQUIRE_EQ(0, close(fd));
	ATF_CHECK_EQ(0, mount_spare("second", 0));
	ATF_CHECK_EQ(0, unmount("second", 0));
}

ATF_TC_WITHOUT_HEAD(mount__ebusy_when_a_writer_is_left);
ATF_TC_BODY(mount__ebusy_when_a_writer_is_left, tc)
{
	int fd;

	mount_ext2("mnt", 0);
	fd = open("mnt/file", O_RDWR);
	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_ERRNO(EBUSY, mount("ext2fs", "mnt", MNT_UPDATE | MNT_RDONLY,
	    NULL, 0) == -1);
	ATF_CHECK_EQ(4, write(fd, "text", 4));
	ATF_REQUIRE_EQ(0, close(fd));
	ATF_CHECK_EQ(0, mount("ext2fs", "mnt", MNT_UPDATE | MNT_RDONLY, NULL,
	    0));
	ATF_CHECK_ERRNO(EROFS, open("mnt/file", O_RDWR) == -1);
	check_file("mnt/file");
	ATF_CHECK_EQ(0, mount("ext2fs", "mnt", MNT_UPDATE, NULL, 0));
	fd = open("mnt/file", O_RDWR);
	ATF_CHECK(fd >= 0);
}

ATF_TC_WITHOUT_HEAD(mount__einval_when_it_is_no_file_system);
ATF_TC_BODY(mount__einval_when_it_is_no_file_system, tc)
{

	ATF_REQUIRE_EQ(0, mkdir("mnt", 0755));
	write_spare_disk();
	patch_super(56, 0x1234);		/* s_magic */
	ATF_CHECK_ERRNO(EINVAL, mount_spare("mnt", 0) == -1);
	write_spare_disk();
	patch_super(4, 0xffffffff);		/* s_blocks_count */
	ATF_CHECK_ERRNO(EINVAL, mount_spare("mnt", 0) == -1);
	write_spare_disk();
	patch_super(96, 0x80000000);		/* s_feature_incompat */
	ATF_CHECK_ERRNO(EINVAL, mount_spare("mnt", MNT_RDONLY) == -1);
	ATF_CHECK_EQ(0, rmdir("mnt"));
}

ATF_TC_WITHOUT_HEAD(mount__enxio);
ATF_TC_BODY(mount__enxio, tc)
{
	struct mount_dev_args dev = { .size = sizeof(dev) };

	ATF_REQUIRE_EQ(0, mkdir("mnt", 0755));
	ATF_REQUIRE_EQ(0, mknod("nodisk", S_IFBLK | 0600, makedev(4000, 1)));
	dev.fspec = "nodisk";
	ATF_CHECK_ERRNO(ENXIO, mount("ext2fs", "mnt", 0, &dev,
	    sizeof(dev)) == -1);
	ATF_CHECK_EQ(0, rmdir("mnt"));
}

ATF_TC_WITHOUT_HEAD(mount__erofs);
ATF_TC_BODY(mount__erofs, tc)
{

	ATF_REQUIRE_EQ(0, mkdir("mnt", 0755));
	write_spare_disk();
	patch_super(100, 0x80000000);		/* s_feature_ro_compat */
	ATF_CHECK_ERRNO(EROFS, mount_spare("mnt", 0) == -1);
	ATF_REQUIRE_EQ(0, mount_spare("mnt", MNT_RDONLY));
	ATF_CHECK_ERRNO(EROFS, mount("ext2fs", "mnt", MNT_UPDATE, NULL,
	    0) == -1);
	check_file("mnt/file");
	ATF_CHECK_EQ(0, unmount("mnt", 0));
}

ATF_TC_WITHOUT_HEAD(openat__ebusy);
ATF_TC_BODY(openat__ebusy, tc)
{
	int fd;

	mount_ext2("mnt", 0);
	ATF_CHECK_ERRNO(EBUSY, open(SPARE_DISK, O_RDWR) == -1);
	ATF_CHECK_ERRNO(EBUSY, open(SPARE_DISK, O_WRONLY) == -1);
	fd = open(SPARE_DISK, O_RDONLY);
	ATF_CHECK(fd >= 0);
	ATF_REQUIRE_EQ(0, close(fd));
	ATF_REQUIRE_EQ(0, unmount("mnt", 0));
	fd = open(SPARE_DISK, O_RDWR);
	ATF_CHECK(fd >= 0);
}

ATF_TC_WITHOUT_HEAD(mount__covers_a_directory);
ATF_TC_BODY(mount__covers_a_directory, tc)
{
	struct stat under, over, up;

	ATF_REQUIRE_EQ(0, mkdir("mnt", 0755));
	make_file("mnt/hidden", 0644);
	ATF_REQUIRE_EQ(0, stat("mnt", &under));
	ATF_REQUIRE_EQ(0, rename("mnt", "point"));
	ATF_REQUIRE_EQ(0, mount("tmpfs", "point", 0, NULL, 0));
	ATF_CHECK(!is_there("point/hidden"));
	ATF_REQUIRE_EQ(0, stat("point", &over));
	ATF_CHECK(over.st_dev != under.st_dev);
	ATF_REQUIRE_EQ(0, stat("point/..", &up));
	ATF_REQUIRE_EQ(0, stat(".", &over));
	ATF_CHECK_EQ(over.st_ino, up.st_ino);
	ATF_REQUIRE_EQ(0, unmount("point", 0));
	check_file("point/hidden");
}

static void
run_there(void)
{

	WANT_ERRNO(EACCES, execl("mnt/true", "true", (char *)NULL) == -1);
}

ATF_TC_WITHOUT_HEAD(mount__noexec_and_update);
ATF_TC_BODY(mount__noexec_and_update, tc)
{
	char buf[65536];
	int from, fd;
	ssize_t n;

	mount_tmpfs("mnt", MNT_NOEXEC, 0, 0);
	from = open("/bin/sh", O_RDONLY);
	fd = open("mnt/true", O_WRONLY | O_CREAT, 0755);
	ATF_REQUIRE(from >= 0 && fd >= 0);
	while ((n = read(from, buf, sizeof(buf))) > 0)
		ATF_REQUIRE_EQ(n, write(fd, buf, (size_t)n));
	ATF_REQUIRE_EQ(0, close(fd));
	in_child(0, run_there);
	ATF_REQUIRE_EQ(0, mount("tmpfs", "mnt", MNT_UPDATE, NULL, 0));
	if (fork() == 0) {
		execl("mnt/true", "sh", "-c", "exit 7", (char *)NULL);
		_exit(1);
	}
	ATF_REQUIRE(wait(&fd) > 0);
	ATF_CHECK_EQ(7, WEXITSTATUS(fd));
}

ATF_TC_WITHOUT_HEAD(unmount__eacces);
ATF_TC_BODY(unmount__eacces, tc)
{

	try_eacces_root(try_unmount);
}

ATF_TC_WITHOUT_HEAD(unmount__efault);
ATF_TC_BODY(unmount__efault, tc)
{

	try_efault(try_unmount);
}

ATF_TC_WITHOUT_HEAD(unmount__eloop);
ATF_TC_BODY(unmount__eloop, tc)
{

	try_eloop(try_unmount);
}

ATF_TC_WITHOUT_HEAD(unmount__enametoolong);
ATF_TC_BODY(unmount__enametoolong, tc)
{

	try_enametoolong(try_unmount);
}

ATF_TC_WITHOUT_HEAD(unmount__enoent);
ATF_TC_BODY(unmount__enoent, tc)
{

	try_enoent_file(try_unmount);
}

ATF_TC_WITHOUT_HEAD(unmount__enotdir);
ATF_TC_BODY(unmount__enotdir, tc)
{

	try_enotdir(try_unmount);
}

ATF_TC_WITHOUT_HEAD(unmount__ebusy);
ATF_TC_BODY(unmount__ebusy, tc)
{
	int fd;

	mount_tmpfs("mnt", 0, 0, 0);
	make_file("mnt/file", 0644);
	fd = open("mnt/file", O_RDONLY);
	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_ERRNO(EBUSY, unmount("mnt", 0) == -1);
	ATF_REQUIRE_EQ(0, close(fd));
	ATF_REQUIRE_EQ(0, chdir("mnt"));
	ATF_CHECK_ERRNO(EBUSY, unmount(".", 0) == -1);
	ATF_REQUIRE_EQ(0, chdir(".."));
	/* Something is mounted on top. */
	ATF_REQUIRE_EQ(0, mkdir("mnt/dir", 0755));
	ATF_REQUIRE_EQ(0, mount("tmpfs", "mnt/dir", 0, NULL, 0));
	ATF_CHECK_ERRNO(EBUSY, unmount("mnt", 0) == -1);
	ATF_CHECK_ERRNO(EBUSY, unmount("mnt", MNT_FORCE) == -1);
	ATF_REQUIRE_EQ(0, unmount("mnt/dir", 0));
	check_file("mnt/file");
	ATF_CHECK_EQ(0, unmount("mnt", 0));
	ATF_CHECK(!is_there("mnt/file"));
	ATF_CHECK_ERRNO(EBUSY, unmount("/", 0) == -1);
}

ATF_TC_WITHOUT_HEAD(unmount__einval);
ATF_TC_BODY(unmount__einval, tc)
{

	ATF_REQUIRE_EQ(0, mkdir("dir", 0755));
	ATF_CHECK_ERRNO(EINVAL, unmount("dir", 0) == -1);
	mount_tmpfs("mnt", 0, 0, 0);
	ATF_CHECK_ERRNO(EINVAL, unmount("mnt", 1) == -1);
	ATF_REQUIRE_EQ(0, mkdir("mnt/dir", 0755));
	ATF_CHECK_ERRNO(EINVAL, unmount("mnt/dir", 0) == -1);
}

ATF_TC_WITHOUT_HEAD(unmount__eperm);
ATF_TC_BODY(unmount__eperm, tc)
{

	ATF_REQUIRE_EQ(0, chmod(".", 0777));
	mount_tmpfs("mnt", 0, 0, 0);
	ATF_REQUIRE_EQ(0, mkdir("dir", 0777));
	in_child(NOBODY, want_eperm);
	ATF_CHECK_EQ(0, unmount("mnt", 0));
}

ATF_TC_WITHOUT_HEAD(unmount__by_force);
ATF_TC_BODY(unmount__by_force, tc)
{
	char c;
	int fd, dfd;
	struct stat sb;

	mount_tmpfs("mnt", 0, 0, 0);
	make_file("mnt/file", 0644);
	ATF_REQUIRE_EQ(0, mkdir("mnt/dir", 0755));
	fd = open("mnt/file", O_RDWR);
	dfd = open("mnt/dir", O_RDONLY);
	ATF_REQUIRE_EQ(0, chdir("mnt/dir"));
	ATF_REQUIRE_EQ(0, unmount("../../mnt", MNT_FORCE));
	/* What was open is dead, and harmless. */
	ATF_CHECK_ERRNO(EIO, read(fd, &c, 1) == -1);
	ATF_CHECK_ERRNO(EIO, write(fd, "x", 1) == -1);
	ATF_CHECK_ERRNO(EIO, fstat(fd, &sb) == -1);
	ATF_CHECK_EQ(-1, openat(dfd, "file", O_RDWR | O_CREAT, 0644));
	ATF_CHECK_EQ(-1, open("file", O_RDWR | O_CREAT, 0644));
	ATF_CHECK_EQ(-1, open("..", O_RDONLY));
	ATF_CHECK_EQ(0, close(fd));
	ATF_CHECK_EQ(0, close(dfd));
	ATF_CHECK_EQ(0, chdir("/"));
}

static void
rename_forever(void)
{

	for (;;) {
		(void)rename("moves/a/file", "moves/b/file");
		(void)rename("moves/b/file", "moves/a/file");
	}
}

/* Files move between two directories while their mount goes. */
ATF_TC_WITHOUT_HEAD(unmount__during_renames);
ATF_TC_BODY(unmount__during_renames, tc)
{
	pid_t pid;
	int i;

	ATF_REQUIRE_EQ(0, mkdir("moves", 0755));
	pid = fork();
	ATF_REQUIRE(pid != -1);
	if (pid == 0)
		rename_forever();
	for (i = 0; i < 40; i++) {
		ATF_REQUIRE_EQ(0, mount("tmpfs", "moves", 0, NULL, 0));
		ATF_REQUIRE_EQ(0, mkdir("moves/a", 0755));
		ATF_REQUIRE_EQ(0, mkdir("moves/b", 0755));
		make_file("moves/a/file", 0644);
		sched_yield();
		ATF_REQUIRE_EQ(0, unmount("moves", MNT_FORCE));
	}
	ATF_REQUIRE_EQ(0, kill(pid, SIGKILL));
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(getfsstat__efault);
ATF_TC_BODY(getfsstat__efault, tc)
{

	ATF_CHECK_ERRNO(EFAULT, getfsstat(BADPTR, sizeof(struct statvfs),
	    MNT_NOWAIT) == -1);
}

ATF_TC_WITHOUT_HEAD(getfsstat__einval);
ATF_TC_BODY(getfsstat__einval, tc)
{
	struct statvfs sv;

	ATF_CHECK_ERRNO(EINVAL, getfsstat(&sv, sizeof(sv), 0) == -1);
	ATF_CHECK_ERRNO(EINVAL, getfsstat(NULL, 0, 17) == -1);
}

ATF_TC_WITHOUT_HEAD(getfsstat__lists);
ATF_TC_BODY(getfsstat__lists, tc)
{
	struct statvfs *list;
	char path[PATH_MAX];
	int i, n, found = 0;

	mount_tmpfs("mnt", MNT_NOSUID, 0, 0);
	ATF_REQUIRE(realpath("mnt", path) != NULL);
	n = getfsstat(NULL, 0, MNT_NOWAIT);
	ATF_REQUIRE(n >= 2);
	list = calloc((size_t)n, sizeof(*list));
	ATF_REQUIRE_EQ(n, getfsstat(list, (size_t)n * sizeof(*list), MNT_WAIT));
	ATF_CHECK_STREQ("/", list[0].f_mntonname);
	for (i = 0; i < n; i++)
		if (strcmp(list[i].f_mntonname, path) == 0) {
			found++;
			ATF_CHECK_STREQ("tmpfs", list[i].f_fstypename);
			ATF_CHECK((list[i].f_flag & ST_NOSUID) != 0);
			ATF_CHECK((list[i].f_flag & ST_RDONLY) == 0);
		}
	ATF_CHECK_EQ(1, found);
	/* A short buffer gets the first ones. */
	ATF_CHECK_EQ(1, getfsstat(list, sizeof(*list), MNT_NOWAIT));
	free(list);
}

ATF_TC_WITHOUT_HEAD(sync__works);
ATF_TC_BODY(sync__works, tc)
{

	make_file("file", 0644);
	sync();
	check_file("file");
}

ATF_TP_ADD_TCS(tp)
{

	vfs_start();
	ATF_TP_ADD_TC(tp, mount__eacces);
	ATF_TP_ADD_TC(tp, mount__eloop);
	ATF_TP_ADD_TC(tp, mount__enametoolong);
	ATF_TP_ADD_TC(tp, mount__enoent);
	ATF_TP_ADD_TC(tp, mount__enotdir);
	ATF_TP_ADD_TC(tp, mount__efault);
	ATF_TP_ADD_TC(tp, mount__ebusy);
	ATF_TP_ADD_TC(tp, mount__einval);
	ATF_TP_ADD_TC(tp, mount__enodev);
	ATF_TP_ADD_TC(tp, mount__enotblk);
	ATF_TP_ADD_TC(tp, mount__enotdir_when_it_is_a_file);
	ATF_TP_ADD_TC(tp, mount__eperm);
	ATF_TP_ADD_TC(tp, mount__ebusy_when_the_disk_is_in_use);
	ATF_TP_ADD_TC(tp, mount__ebusy_when_a_writer_is_left);
	ATF_TP_ADD_TC(tp, mount__einval_when_it_is_no_file_system);
	ATF_TP_ADD_TC(tp, mount__enxio);
	ATF_TP_ADD_TC(tp, mount__erofs);
	ATF_TP_ADD_TC(tp, openat__ebusy);
	ATF_TP_ADD_TC(tp, mount__covers_a_directory);
	ATF_TP_ADD_TC(tp, mount__noexec_and_update);
	ATF_TP_ADD_TC(tp, unmount__eacces);
	ATF_TP_ADD_TC(tp, unmount__efault);
	ATF_TP_ADD_TC(tp, unmount__eloop);
	ATF_TP_ADD_TC(tp, unmount__enametoolong);
	ATF_TP_ADD_TC(tp, unmount__enoent);
	ATF_TP_ADD_TC(tp, unmount__enotdir);
	ATF_TP_ADD_TC(tp, unmount__ebusy);
	ATF_TP_ADD_TC(tp, unmount__einval);
	ATF_TP_ADD_TC(tp, unmount__eperm);
	ATF_TP_ADD_TC(tp, unmount__by_force);
	ATF_TP_ADD_TC(tp, unmount__during_renames);
	ATF_TP_ADD_TC(tp, getfsstat__efault);
	ATF_TP_ADD_TC(tp, getfsstat__einval);
	ATF_TP_ADD_TC(tp, getfsstat__lists);
	ATF_TP_ADD_TC(tp, sync__works);
	return (atf_no_error());
}
