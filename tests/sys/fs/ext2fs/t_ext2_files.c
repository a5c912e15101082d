/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What ext2 keeps on the disk: files with holes and indirect blocks, times,
 * links, names, and the counts of what is free; each is looked at after the
 * file system was unmounted and mounted again.
 */

#include <sys/statvfs.h>
#include <dirent.h>
#include "h_vfs.h"

#define	KB		1024		/* a block of the spare disk's */
#define	SINGLE		(12L * KB)	/* where each kind of block begins */
#define	DOUBLE		((12L + 256) * KB)
#define	TRIPLE		((12L + 256 + 256 * 256) * KB)

/*
 * Unmount it and mount it once more, so that everything comes from the disk.
 */
static void
remount(void)
{
	struct mount_dev_args dev = { .size = sizeof(dev) };

	ATF_REQUIRE_EQ_MSG(0, unmount("mnt", 0), "%s", strerror(errno));
	dev.fspec = SPARE_DISK;
	ATF_REQUIRE_EQ(0, mount("ext2fs", "mnt", 0, &dev, sizeof(dev)));
}

static struct statvfs
counts(void)
{
	struct statvfs sv;

	ATF_REQUIRE_EQ(0, statvfs("mnt", &sv));
	return (sv);
}

static void
check_counts(const struct statvfs *before)
{
	struct statvfs after = counts();

	ATF_CHECK_EQ(before->f_bfree, after.f_bfree);
	ATF_CHECK_EQ(before->f_ffree, after.f_ffree);
}

/* Two bytes at each; some lie across an edge. */
static const off_t places[] = {
	0, SINGLE - 1, SINGLE + 100 * KB, DOUBLE - 2, DOUBLE,
	DOUBLE + 300L * KB, TRIPLE - 1, TRIPLE + 256L * 256 * KB + 7,
};
#define	NPLACES	(sizeof(places) / sizeof(places[0]))

static void
check_places(int fd, off_t size)
{
	char buf[4], zero[4] = "";
	size_t i;

	for (i = 0; i < NPLACES; i++) {
		if (places[i] + 2 > size)
			break;
		ATF_REQUIRE_EQ(2, pread(fd, buf, 2, places[i]));
		ATF_CHECK_EQ_MSG('a' + (int)i, buf[0], "at %jd",
		    (intmax_t)places[i]);
		ATF_CHECK_EQ('z', buf[1]);
		/* A hole follows, or the end. */
		if (i + 1 < NPLACES && places[i] + 6 <= places[i + 1] &&
		    places[i] + 6 <= size) {
			ATF_REQUIRE_EQ(4, pread(fd, buf, 4, places[i] + 2));
			ATF_CHECK_EQ(0, memcmp(buf, zero, 4));
		}
	}
}

ATF_TC_WITHOUT_HEAD(files__with_holes_up_to_triple_indirect);
ATF_TC_BODY(files__with_holes_up_to_triple_indirect, tc)
{
	struct statvfs empty;
	struct stat sb;
	char buf[2];
	off_t size;
	int fd;
	size_t i;

	mount_ext2("mnt", 0);
	fd = open("mnt/sparse", O_RDWR | O_CREAT, 0644);
	ATF_REQUIRE(fd >= 0);
	empty = counts();
	for (i = 0; i < NPLACES; i++) {
		buf[0] = (char)('a' + i);
		buf[1] = 'z';
		ATF_REQUIRE_EQ(2, pwrite(fd, buf, 2, places[i]));
	}
	size = places[NPLACES - 1] + 2;
	ATF_REQUIRE_EQ(0, fstat(fd, &sb));
	ATF_CHECK_EQ(size, sb.st_size);
	ATF_CHECK_EQ_MSG(empty.f_bfree - counts().f_bfree,
	    (uint64_t)sb.st_blocks / 2, "%jd", (intmax_t)sb.st_blocks);
	ATF_CHECK(sb.st_blocks / 2 < 30);
	check_places(fd, size);
	ATF_REQUIRE_EQ(0, close(fd));
	remount();
	fd = open("mnt/sparse", O_RDWR);
	ATF_REQUIRE_EQ(0, fstat(fd, &sb));
	ATF_CHECK_EQ(size, sb.st_size);
	check_places(fd, size);
	/* Cut back piece by piece: what is in front stays. */
	for (i = NPLACES; i-- > 0;) {
		ATF_REQUIRE_EQ(0, ftruncate(fd, places[i] + 2));
		check_places(fd, places[i] + 2);
	}
	ATF_REQUIRE_EQ(0, ftruncate(fd, 0));
	ATF_REQUIRE_EQ(0, fstat(fd, &sb));
	ATF_CHECK_EQ(0, sb.st_blocks);
	check_counts(&empty);
	ATF_REQUIRE_EQ(0, close(fd));
	remount();
	check_counts(&empty);
}

ATF_TC_WITHOUT_HEAD(files__beyond_4_gigabytes_on_the_root);
ATF_TC_BODY(files__beyond_4_gigabytes_on_the_root, tc)
{
	/* The root has blocks of 4096 bytes: this one is triple indirect. */
	const off_t far = (12L + 1024 + 1024 * 1024 + 5) * 4096 + 9;
	struct stat sb;
	char buf[8];
	int fd;

	fd = open("far", O_RDWR | O_CREAT, 0644);
	ATF_REQUIRE(fd >= 0);
	ATF_REQUIRE_EQ(3, pwrite(fd, "far", 3, far));
	ATF_REQUIRE_EQ(0, fsync(fd));
	ATF_REQUIRE_EQ(0, fstat(fd, &sb));
	ATF_CHECK_EQ(far + 3, sb.st_size);
	ATF_CHECK(sb.st_blocks <= 5 * 8);
	ATF_CHECK_EQ(3, pread(fd, buf, 8, far));
	ATF_CHECK_EQ(0, memcmp(buf, "far", 3));
	ATF_CHECK_EQ(8, pread(fd, buf, 8, 1L << 32));
	ATF_CHECK_EQ(0, memcmp(buf, "\0\0\0\0\0\0\0", 8));
	ATF_CHECK_EQ(far + 3, lseek(fd, 0, SEEK_END));
	ATF_CHECK_EQ(0, read(fd, buf, 1));
	ATF_REQUIRE_EQ(0, ftruncate(fd, 1));
	ATF_REQUIRE_EQ(0, fstat(fd, &sb));
	ATF_CHECK_EQ(0, sb.st_blocks);
}

ATF_TC_WITHOUT_HEAD(write__enospc_keeps_what_was_written);
ATF_TC_BODY(write__enospc_keeps_what_was_written, tc)
{
	struct statvfs empty;
	char buf[10000], got[1000];
	struct stat sb;
	off_t total = 0;
	ssize_t n;
	int fd;

	mount_ext2("mnt", 0);
	fd = open("mnt/big", O_RDWR | O_CREAT, 0644);
	ATF_REQUIRE(fd >= 0);
	empty = counts();
	memset(buf, 'b', sizeof(buf));
	while ((n = write(fd, buf, sizeof(buf))) > 0)
		total += n;
	ATF_CHECK_EQ(ENOSPC, errno);
	ATF_REQUIRE_EQ(0, fstat(fd, &sb));
	ATF_CHECK_EQ(total, sb.st_size);
	ATF_CHECK_EQ(total, lseek(fd, 0, SEEK_CUR));
	ATF_CHECK_EQ(0, (int)counts().f_bfree);
	/* Inside the file there is room, and in no other. */
	ATF_CHECK_EQ(100, pwrite(fd, buf, 100, total - 100));
	ATF_CHECK_ERRNO(ENOSPC, pwrite(fd, buf, 1, total + 100000) == -1);
	ATF_REQUIRE_EQ(0, fstat(fd, &sb));
	ATF_CHECK_EQ(total, sb.st_size);
	ATF_REQUIRE_EQ(0, close(fd));
	remount();
	fd = open("mnt/big", O_RDWR);
	ATF_CHECK_EQ(1000, pread(fd, got, sizeof(got), total - 1000));
	ATF_CHECK_EQ(0, memcmp(buf, got, sizeof(got)));
	ATF_REQUIRE_EQ(0, ftruncate(fd, 0));
	check_counts(&empty);
}

ATF_TC_WITHOUT_HEAD(attributes__last);
ATF_TC_BODY(attributes__last, tc)
{
	struct timespec ts[2] = { { 1234567890, 123456789 },
	    { 5000000000, 987654321 } };
	char target[600], buf[700];
	struct stat sb;

	mount_ext2("mnt", 0);
	make_file("mnt/new", 0644);
	ATF_REQUIRE_EQ(0, chown("mnt/new", 70000, 80000));
	ATF_REQUIRE_EQ(0, chmod("mnt/new", 07751));
	ATF_REQUIRE_EQ(0, link("mnt/new", "mnt/dir/again"));
	ATF_REQUIRE_EQ(0, utimensat(AT_FDCWD, "mnt/new", ts, 0));
	ATF_REQUIRE_EQ(0, mknod("mnt/dev", S_IFCHR | 0600, makedev(300, 7)));
	ATF_REQUIRE_EQ(0, mkfifo("mnt/fifo", 0640));
	memset(target, 't', sizeof(target) - 1);
	target[sizeof(target) - 1] = '\0';
	ATF_REQUIRE_EQ(0, symlink(target, "mnt/slow"));
	ATF_REQUIRE_EQ(0, symlink("short", "mnt/fast"));
	ATF_REQUIRE_EQ(0, rename("mnt/dir", "mnt/moved"));
	remount();
	check_file("mnt/new");
	check_file("mnt/moved/again");
	ATF_REQUIRE_EQ(0, stat("mnt/moved/again", &sb));
	ATF_CHECK_EQ(S_IFREG | 07751, sb.st_mode);
	ATF_CHECK_EQ(70000, (int)sb.st_uid);
	ATF_CHECK_EQ(80000, (int)sb.st_gid);
	ATF_CHECK_EQ(2, sb.st_nlink);
	ATF_CHECK_EQ(5000000000, sb.st_mtim.tv_sec);
	ATF_CHECK_EQ(987654321, sb.st_mtim.tv_nsec);
	ATF_REQUIRE_EQ(0, lstat("mnt/dev", &sb));
	ATF_CHECK_EQ(S_IFCHR | 0600, sb.st_mode);
	ATF_CHECK_EQ(makedev(300, 7), sb.st_rdev);
	ATF_REQUIRE_EQ(0, lstat("mnt/fifo", &sb));
	ATF_CHECK_EQ(S_IFIFO | 0640, sb.st_mode);
	ATF_CHECK_EQ(599, readlink("mnt/slow", buf, sizeof(buf)));
	ATF_CHECK_EQ(0, memcmp(buf, target, 599));
	ATF_CHECK_EQ(5, readlink("mnt/fast", buf, sizeof(buf)));
	ATF_CHECK_EQ(0, memcmp(buf, "short", 5));
}

/*
 * A file and a directory without a name are freed when their last user goes,
 * however he goes.
 */
static void
orphans(int flags)
{
	struct statvfs before;
	char buf[4];
	int dir, file;

	mount_ext2("mnt", 0);
	before = counts();
	make_file("mnt/gone", 0644);
	ATF_REQUIRE_EQ(0, mkdir("mnt/gonedir", 0755));
	file = open("mnt/gone", O_RDWR);
	dir = open("mnt/gonedir", O_RDONLY);
	ATF_REQUIRE(file >= 0 && dir >= 0);
	ATF_REQUIRE_EQ(0, unlink("mnt/gone"));
	ATF_REQUIRE_EQ(0, rmdir("mnt/gonedir"));
	sync();
	ATF_CHECK_EQ(4, pread(file, buf, 4, 0));
	ATF_CHECK_EQ(0, memcmp(buf, "text", 4));
	ATF_CHECK_EQ(before.f_ffree - 2, counts().f_ffree);
	if (flags == 0) {
		ATF_CHECK_ERRNO(EBUSY, unmount("mnt", 0) == -1);
		ATF_REQUIRE_EQ(0, close(file));
		ATF_REQUIRE_EQ(0, close(dir));
		check_counts(&before);
	} else {
		struct mount_dev_args dev = { .size = sizeof(dev) };

		ATF_REQUIRE_EQ(0, unmount("mnt", flags));
		dev.fspec = SPARE_DISK;
		ATF_REQUIRE_EQ(0, mount("ext2fs", "mnt", 0, &dev, sizeof(dev)));
		ATF_CHECK_ERRNO(EIO, pread(file, buf, 4, 0) == -1);
	}
	remount();
	check_counts(&before);
}

ATF_TC_WITHOUT_HEAD(orphans__end_with_the_last_user);
ATF_TC_BODY(orphans__end_with_the_last_user, tc)
{

	orphans(0);
}

ATF_TC_WITHOUT_HEAD(orphans__end_with_the_mount);
ATF_TC_BODY(orphans__end_with_the_mount, tc)
{

	orphans(MNT_FORCE);
}

ATF_TC_WITHOUT_HEAD(unmount__by_force_writes_what_is_dirty);
ATF_TC_BODY(unmount__by_force_writes_what_is_dirty, tc)
{
	struct mount_dev_args dev = { .size = sizeof(dev) };
	char buf[8];
	int fd;

	mount_ext2("mnt", 0);
	fd = open("mnt/new", O_RDWR | O_CREAT, 0644);
	ATF_REQUIRE(fd >= 0);
	ATF_REQUIRE_EQ(4, pwrite(fd, "data", 4, 5000));
	ATF_CHECK_ERRNO(EBUSY, unmount("mnt", 0) == -1);
	ATF_REQUIRE_EQ(0, unmount("mnt", MNT_FORCE));
	ATF_CHECK_ERRNO(EIO, pwrite(fd, "lost", 4, 5000) == -1);
	dev.fspec = SPARE_DISK;
	ATF_REQUIRE_EQ(0, mount("ext2fs", "mnt", 0, &dev, sizeof(dev)));
	ATF_REQUIRE_EQ(0, close(fd));
	fd = open("mnt/new", O_RDONLY);
	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_EQ(4, pread(fd, buf, sizeof(buf), 5000));
	ATF_CHECK_EQ(0, memcmp(buf, "data", 4));
	ATF_REQUIRE_EQ(0, close(fd));
}

/*
 * Names of every length in one directory, some of them removed and made again,
 * so that the records of its blocks are split and joined.
 */
ATF_TC_WITHOUT_HEAD(directories__keep_names_of_every_length);
ATF_TC_BODY(directories__keep_names_of_every_length, tc)
{
	char path[NAME_MAX + 20];
	struct dirent *de;
	bool seen[NAME_MAX + 1] = { false };
	int i, n = 0;
	DIR *dp;

	mount_ext2("mnt", 0);
	memcpy(path, "mnt/dir/", 8);
	memset(path + 8, 'x', NAME_MAX);
	for (i = 1; i <= NAME_MAX; i++) {
		path[8 + i] = '\0';
		ATF_REQUIRE_EQ_MSG(0, link("mnt/file", path), "%d", i);
		path[8 + i] = 'x';
	}
	for (i = 1; i <= NAME_MAX; i += 2) {
		path[8 + i] = '\0';
		ATF_REQUIRE_EQ(0, unlink(path));
		path[8 + i] = 'x';
	}
	for (i = NAME_MAX - 2; i >= 1; i -= 4) {
		path[8 + i] = '\0';
		ATF_REQUIRE_EQ(0, link("mnt/file", path));
		path[8 + i] = 'x';
	}
	remount();
	dp = opendir("mnt/dir");
	ATF_REQUIRE(dp != NULL);
	while ((de = readdir(dp)) != NULL) {
		if (de->d_name[0] != 'x')
			continue;
		ATF_CHECK_EQ(strspn(de->d_name, "x"), de->d_namlen);
		ATF_CHECK(!seen[de->d_namlen]);
		seen[de->d_namlen] = true;
		n++;
	}
	closedir(dp);
	for (i = 1; i <= NAME_MAX; i++)
		ATF_CHECK_EQ_MSG(i % 2 == 0 || i % 4 == 1, seen[i], "%d", i);
	ATF_CHECK_EQ(127 + 64, n);
}

ATF_TC_WITHOUT_HEAD(statvfs__says_what_the_disk_has);
ATF_TC_BODY(statvfs__says_what_the_disk_has, tc)
{
	struct statvfs sv;

	mount_ext2("mnt", MNT_NOEXEC);
	sv = counts();
	ATF_CHECK_EQ(KB, (int)sv.f_frsize);
	ATF_CHECK_EQ(64, (int)sv.f_files);
	ATF_CHECK(sv.f_bfree <= sv.f_blocks && sv.f_blocks < 512);
	ATF_CHECK(sv.f_bavail <= sv.f_bfree);
	ATF_CHECK_EQ(NAME_MAX, (int)sv.f_namemax);
	ATF_CHECK_STREQ("ext2fs", sv.f_fstypename);
	ATF_CHECK_STREQ(SPARE_DISK, sv.f_mntfromname);
	ATF_CHECK((sv.f_flag & MNT_NOEXEC) != 0);
	ATF_CHECK((sv.f_flag & ST_RDONLY) == 0);
}

ATF_TP_ADD_TCS(tp)
{

	vfs_start();
	ATF_TP_ADD_TC(tp, files__with_holes_up_to_triple_indirect);
	ATF_TP_ADD_TC(tp, files__beyond_4_gigabytes_on_the_root);
	ATF_TP_ADD_TC(tp, write__enospc_keeps_what_was_written);
	ATF_TP_ADD_TC(tp, attributes__last);
	ATF_TP_ADD_TC(tp, orphans__end_with_the_last_user);
	ATF_TP_ADD_TC(tp, orphans__end_with_the_mount);
	ATF_TP_ADD_TC(tp, unmount__by_force_writes_what_is_dirty);
	ATF_TP_ADD_TC(tp, directories__keep_names_of_every_length);
	ATF_TP_ADD_TC(tp, statvfs__says_what_the_disk_has);
	return (atf_no_error());
}
