/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Writing changes back: sync(2) and the thread that does it every few seconds.
 *
 * Model	Both call vfs_sync of each file system; sync(2) waits for the
 *		disk's cache to be empty (MNT_WAIT), the thread does not
 *		(MNT_LAZY).  So what was changed is on its way to the disk after
 *		vfs.sync_interval seconds at most.
 *
 * Locks	sync_lock: one walk over the mounts at a time, as
 *		vnode_foreach() wants it.
 * Context	thread; sleeps.
 * Tests	tests/boot/t_disk.sh
 */

#include <sys/param.h>
#include <sys/condvar.h>
#include <sys/kthread.h>
#include <sys/mount.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/sysctl.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/time.h>

static struct kmutex	sync_lock;
static struct kmutex	syncer_lock;
static struct cv	syncer_cv;
static u_int		sync_interval = 5;

SYSCTL_UINT(_vfs, OID_AUTO, sync_interval, CTLFLAG_RW, &sync_interval, 0,
    "Seconds after which changes are written to disk");

static int
sync_one(struct mount *mp, void *arg)
{
	int error;

	if ((mp->mnt_flag & MNT_RDONLY) != 0)
		return (0);
	error = mp->mnt_op->vfs_sync(mp, *(int *)arg);
	if (error != 0)
		log_ratelimited(LOG_ERR, "%s: error %d while syncing\n",
		    mp->mnt_stat.f_mntonname, error);
	return (0);
}

/*
 * Sync all mounts.  Sleeps.
 */
int
vfs_sync_all(int waitfor)
{
	int error;

	mutex_enter(&sync_lock);
	error = vfs_foreach(sync_one, &waitfor);
	mutex_exit(&sync_lock);
	return (error);
}

int
sys_sync(struct thread *td, const struct sync_args *uap, register_t *retval)
{

	(void)vfs_sync_all(MNT_WAIT);
	return (0);
}

static void
syncer_thread(void *arg)
{
	u_int secs;

	for (;;) {
		secs = MAX(1U, MIN(sync_interval, 3600U));
		mutex_enter(&syncer_lock);
		(void)cv_timedwait(&syncer_cv, &syncer_lock,
		    uptime_ns() + secs * NSEC_PER_SEC);
		mutex_exit(&syncer_lock);
		(void)vfs_sync_all(MNT_LAZY);
	}
}

/*
 * Boot, once threads run.
 */
void
vfs_start(void)
{

	mutex_init(&sync_lock, "sync");
	mutex_init(&syncer_lock, "syncer");
	cv_init(&syncer_cv, "syncer");
	if (kthread_create(syncer_thread, NULL, NULL, "syncer") != 0)
		panic("vfs_start: no thread");
}
