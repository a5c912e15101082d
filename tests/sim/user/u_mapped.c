/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Writes through a shared mapping, on ext2 and tmpfs: against fstat, msync,
 * futimens and ftruncate of another thread nothing is lost of the data, and no
 * write of the times.  A hole of a tmpfs file costs nothing to read.
 */

#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

#include "h_main.h"

#define	PAGE	4096
#define	NPAGES	4
#define	NROUNDS	12

static volatile char *area;
static int file;

static void
make_old(void)
{
	const struct timespec ts[2] = { { 1000, 0 }, { 1000, 0 } };

	CHECK(futimens(file, ts) == 0);
}

static int
is_old(void)
{
	struct stat sb;

	CHECK(fstat(file, &sb) == 0);
	return (sb.st_mtim.tv_sec == 1000);
}

static void
sync_area(int flags)
{

	CHECK(msync((void *)area, NPAGES * PAGE, flags) == 0);
}

/* Each page counts the rounds; the last one may come and go. */
static void *
writer(void *arg)
{
	int i, n;

	for (n = 1; n <= NROUNDS; n++) {
		for (i = 0; i < NPAGES - 1; i++) {
			area[i * PAGE] = (char)n;
			if (sim_random(4) == 0)
				(void)sched_yield();
		}
	}
	return (NULL);
}

static void *
meddler(void *arg)
{
	off_t size;
	int n;

	for (n = 0; n < 2 * NROUNDS; n++) {
		switch (sim_random(6)) {
		case 0:
			make_old();
			break;
		case 1:
			sync_area(MS_SYNC);
			break;
		case 2:
			sync_area(MS_ASYNC);
			break;
		case 3:
			size = sim_random(2) == 0 ? NPAGES * PAGE :
			    (NPAGES - 1) * PAGE;
			CHECK(ftruncate(file, size) == 0);
			break;
		case 4:
			CHECK(fsync(file) == 0);
			break;
		default:
			(void)is_old();
		}
	}
	return (NULL);
}

static void
at_once(void)
{
	pthread_t t[2];
	char c;
	int i;

	CHECK(pthread_create(&t[0], NULL, writer, NULL) == 0);
	CHECK(pthread_create(&t[1], NULL, meddler, NULL) == 0);
	for (i = 0; i < 2; i++)
		CHECK(pthread_join(t[i], NULL) == 0);
	for (i = 0; i < NPAGES - 1; i++) {
		CHECK(pread(file, &c, 1, i * PAGE) == 1);
		CHECK(c == NROUNDS);
	}
}

/* In turn, when what is to come out is known. */
static void
in_turn(void)
{
	int i;

	for (i = 0; i < 3; i++) {
		make_old();
		CHECK(is_old());
		area[PAGE] = 'x';		/* writable and dirty, or not */
		if (i == 1)
			sync_area(MS_SYNC);
		CHECK(!is_old());
		area[PAGE] = 'y';
		make_old();
		sync_area(MS_ASYNC);
		CHECK(fsync(file) == 0);
		CHECK(is_old());
	}
}

static void
mapped_file(const char *name)
{

	file = open(name, O_RDWR | O_CREAT, 0600);
	CHECK(file >= 0);
	CHECK(ftruncate(file, NPAGES * PAGE) == 0);
	area = mmap(NULL, NPAGES * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED,
	    file, 0);
	CHECK(area != MAP_FAILED);
	at_once();
	in_turn();
	CHECK(munmap((void *)area, NPAGES * PAGE) == 0);
	CHECK(close(file) == 0);
	CHECK(unlink(name) == 0);
}

static void
hole(const char *name)
{
	static char buf[3 * PAGE];
	struct stat sb;
	int i;

	file = open(name, O_RDWR | O_CREAT, 0600);
	CHECK(file >= 0);
	CHECK(ftruncate(file, 1L << 40) == 0);
	CHECK(pwrite(file, "abc", 3, 5 * PAGE + 1) == 3);
	for (i = 0; i < 9; i++) {
		memset(buf, 'x', sizeof(buf));
		CHECK(pread(file, buf, sizeof(buf), i * PAGE) == sizeof(buf));
		CHECK(buf[0] == 0 && buf[sizeof(buf) - 1] == 0);
		if (i >= 3 && i <= 5)
			CHECK(memcmp(buf + (5 - i) * PAGE, "\0abc", 5) == 0);
	}
	CHECK(fstat(file, &sb) == 0 && sb.st_blocks == PAGE / 512);
	CHECK(close(file) == 0);
	CHECK(unlink(name) == 0);
}

void
sim_finish(int status)
{

	if (status != 0) {
		(void)unlink("/mapped");
		(void)unmount("/tmp", MNT_FORCE);
	}
}

int
sim_main(void)
{

	mapped_file("/mapped");
	CHECK(mount("tmpfs", "/tmp", 0, NULL, 0) == 0);
	mapped_file("/tmp/mapped");
	hole("/tmp/hole");
	CHECK(unmount("/tmp", 0) == 0);
	return (0);
}
