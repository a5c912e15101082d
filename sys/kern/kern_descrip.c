/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Descriptor tables and open files.
 *
 * Model	A slot of a table refers to a struct file and carries the rights
 *		that the descriptor has.  fd_get() is the only way from a number
 *		to a file: it checks the rights and takes a reference on the
 *		file, never on the slot, so that a close during a blocked read
 *		lets the read finish.  A new descriptor is first reserved (its
 *		bit is set, its slot empty), then installed, so that a call that
 *		fails in between has shown nothing.
 *
 * Invariants	(1) A bit of fd_map is set exactly for slots that are in use
 *		or reserved; a bit of fd_full exactly when its word of fd_map
 *		is all ones; fd_top is one more than the highest bit set.
 *		(2) A slot whose bit is clear has fs_file NULL.
 *		(3) The slot holds one reference on its file.
 *		(4) A change of the table happens under fd_lock; replacing the
 *		file of a slot (dup2) is one step.
 *
 * Reading	The only thread that uses a table (fd_shared false) reads it
 *		without a lock: nobody else may change it.  Everybody else, such
 *		as sysctl looking at another process, takes fd_lock.  So the
 *		arrays of a table that grew are freed at once: who reads without
 *		the lock is the one who grows.
 *
 * Events	The interests that the table's event queues have in a descriptor
 *		are unlinked in the step that empties its slot, so that a new
 *		file under its number has none of them; they are freed before
 *		the slot's reference is given back.
 *
 * Locks	fd_lock is taken with nothing held but a vnode lock or, to look
 *		at another process's table, its p_lock; nothing is called with
 *		it held but kqueue_fd_unlink().  f_lock guards the offset.
 * Context	thread; sleeps.
 * Tests	tests/sys/kern/t_descrip.c, procunit/t_procunit.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/capsicum.h>
#include <sys/eventvar.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/kmem.h>
#include <sys/lockf.h>
#include <sys/mutex.h>
#include <sys/pipe.h>
#include <sys/proc.h>
#include <sys/socketvar.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/vnode.h>

#define	FD_MAX		65536	/* kern.maxfilesperproc never exceeds it */
#define	FD_MAPWORDS(n)	howmany((n), FD_MAPBITS)

static int	fd_grow(struct filedesc *fdp, u_int)
		    __requires(fdp->fd_lock);
static int	fd_reserve_locked(struct thread *, struct filedesc *fdp,
		    u_int, u_int *) __requires(fdp->fd_lock);

static struct kmem_cache *file_cache;
static struct kmem_cache *filedesc_cache;
static u_int	openfiles;		/* (a) */
static u_int	maxfiles;
static u_int	maxfilesperproc;

SYSCTL_UINT(_kern, OID_AUTO, openfiles, CTLFLAG_RD, &openfiles, 0,
    "Open files in the system");
SYSCTL_UINT(_kern, KERN_MAXFILES, maxfiles, CTLFLAG_RW, &maxfiles, 0,
    "Most open files in the system");
SYSCTL_UINT(_kern, KERN_MAXFILESPERPROC, maxfilesperproc, CTLFLAG_RW,
    &maxfilesperproc, 0, "Most descriptors of a process");

/*
 * The caches and the limits; called once, after lim_init().
 */
void
file_init(void)
{

	pipe_init();
	file_cache = kmem_cache_create("file", sizeof(struct file), 0, NULL,
	    NULL, NULL);
	if (file_cache == NULL)
		panic("file_init: no memory");
	maxfiles = MAX(2048, maxproc * 8);
	maxfilesperproc = MIN(FD_MAX, maxfiles / 10 * 9);
}

void
filedesc_init(void)
{

	filedesc_cache = kmem_cache_create("filedesc", sizeof(struct filedesc),
	    0, NULL, NULL, NULL);
	if (filedesc_cache == NULL)
		panic("filedesc_init: no memory");
}

/*
 * A file that no descriptor refers to yet, with one reference, the caller's,
 * and no operations.  ENFILE: there are too many.
 */
int
file_alloc(struct thread *td, struct file **fpp)
{
	struct file *fp;

	if (atomic_inc_nv(&openfiles) > maxfiles &&
	    priv_check(td->td_cred, PRIV_MAXFILES) != 0) {
		atomic_dec(&openfiles);
		return (SET_ERROR(ENFILE));
	}
	fp = kmem_cache_alloc(file_cache, KM_SLEEP);
	if (fp == NULL) {
		atomic_dec(&openfiles);
		return (SET_ERROR(ENFILE));
	}
	fp->f_ops = &file_badops;
	fp->f_data = NULL;
	fp->f_flag = 0;
	fp->f_count = 1;
	fp->f_type = 0;
	fp->f_cred = cred_hold(td->td_cred);
	fp->f_vnode = NULL;
	mutex_init(&fp->f_lock, "file");
	fp->f_offset = 0;
	*fpp = fp;
	return (0);
}

/*
 * Say what kind of file it is.  Before any descriptor refers to it.
 */
void
file_setup(struct file *fp, u_int flag, short type, void *data,
    const struct file_ops *ops)
{

	fp->f_flag = flag;
	fp->f_type = type;
	fp->f_data = data;
	fp->f_ops = ops;
}

/*
 * The last reference is gone: close the object.  May sleep.
 */
void
file_close(struct file *fp, struct thread *td)
{

	if (fp->f_ops->fo_close != NULL)
		fp->f_ops->fo_close(fp, td);
	if (fp->f_vnode != NULL) {
		if (__predict_false(fp->f_vnode->v_lockf != NULL))
			lockf_file_close(fp);
		vrele(fp->f_vnode);
	}
	mutex_destroy(&fp->f_lock);
	cred_free(fp->f_cred);
	kmem_cache_free(file_cache, fp);
	atomic_dec(&openfiles);
}

/* A file between file_alloc() and file_setup(). */
const struct file_ops file_badops;

static inline bool
fd_inuse(const struct filedesc *fdp, u_int fd)
{

	return ((fdp->fd_map[fd / FD_MAPBITS] &
	    (1ULL << (fd % FD_MAPBITS))) != 0);
}

/*
 * Mark a descriptor as used.  fd_lock held.
 */
static void
fd_used(struct filedesc *fdp, u_int fd)
{
	u_int w = fd / FD_MAPBITS;

	KASSERT(mutex_owned(&fdp->fd_lock));
	KASSERT(fd < fdp->fd_nslots && !fd_inuse(fdp, fd));
	KASSERT(fdp->fd_slots[fd].fs_file == NULL);
	fdp->fd_map[w] |= 1ULL << (fd % FD_MAPBITS);
	if (fdp->fd_map[w] == ~0ULL)
		fdp->fd_full[w / FD_MAPBITS] |= 1ULL << (w % FD_MAPBITS);
	fdp->fd_nopen++;
	if (fd >= fdp->fd_top)
		fdp->fd_top = fd + 1;
}

/*
 * Mark a descriptor as free; its slot is empty already.  fd_lock held.
 */
static void
fd_unused(struct filedesc *fdp, u_int fd)
{
	u_int w = fd / FD_MAPBITS;

	KASSERT(mutex_owned(&fdp->fd_lock));
	KASSERT(fd_inuse(fdp, fd) && fdp->fd_slots[fd].fs_file == NULL);
	fdp->fd_map[w] &= ~(1ULL << (fd % FD_MAPBITS));
	fdp->fd_full[w / FD_MAPBITS] &= ~(1ULL << (w % FD_MAPBITS));
	fdp->fd_nopen--;
	if (fd + 1 != fdp->fd_top)
		return;
	/* The next lower bit that is set, word by word. */
	for (;; w--) {
		if (fdp->fd_map[w] != 0) {
			fdp->fd_top = w * FD_MAPBITS + FD_MAPBITS -
			    (u_int)__builtin_clzll(fdp->fd_map[w]);
			return;
		}
		if (w == 0)
			break;
	}
	fdp->fd_top = 0;
}

/*
 * The lowest free descriptor not below min, perhaps fd_nslots: the table must
 * grow.  fd_lock held.
 */
static u_int
fd_first_free(const struct filedesc *fdp, u_int min)
{
	uint64_t word;
	u_int w, words = FD_MAPWORDS(fdp->fd_nslots), f;

	if (min >= fdp->fd_nslots)
		return (min);
	w = min / FD_MAPBITS;
	word = fdp->fd_map[w] | ((1ULL << (min % FD_MAPBITS)) - 1);
	if (word != ~0ULL)
		goto found;
	for (w++; w < words; w = (f + 1) * FD_MAPBITS) {
		f = w / FD_MAPBITS;
		word = fdp->fd_full[f] | ((1ULL << (w % FD_MAPBITS)) - 1);
		if (word == ~0ULL)
			continue;
		w = f * FD_MAPBITS + (u_int)__builtin_ctzll(~word);
		if (w >= words)
			break;
		word = fdp->fd_map[w];
		goto found;
	}
	return (fdp->fd_nslots);

found:
	return (MIN(w * FD_MAPBITS + (u_int)__builtin_ctzll(~word),
	    fdp->fd_nslots));
}

/* The arrays of a table of n slots, in one piece. */
static size_t
fd_arrays_size(u_int n)
{
	u_int words = FD_MAPWORDS(n);

	return (n * sizeof(struct fdslot) + words * sizeof(uint64_t) +
	    FD_MAPWORDS(words) * sizeof(uint64_t));
}

static void
fd_arrays_free(struct fdslot *slots, u_int n)
{

	kmem_free(slots, fd_arrays_size(n));
}

/*
 * Let the table have a slot for fd.  fd_lock held, dropped to allocate, so
 * everything may have changed on return.  ENOMEM.
 */
static int
fd_grow(struct filedesc *fdp, u_int fd)
{
	struct fdslot *slots, *old;
	uint64_t *map, *full;
	u_int n, oldn, words;

	KASSERT(fd < FD_MAX);
	n = fdp->fd_nslots;
	while (n <= fd)
		n *= 2;
	words = FD_MAPWORDS(n);
	mutex_exit(&fdp->fd_lock);
	slots = kmem_zalloc(fd_arrays_size(n), KM_SLEEP);
	mutex_enter(&fdp->fd_lock);
	if (slots == NULL)
		return (SET_ERROR(ENOMEM));
	old = fdp->fd_slots;
	oldn = fdp->fd_nslots;
	if (oldn > fd) {		/* another thread was faster */
		fd_arrays_free(slots, n);
		return (0);
	}
	map = (uint64_t *)(void *)(slots + n);
	full = map + words;
	memcpy(slots, old, fdp->fd_top * sizeof(struct fdslot));
	memcpy(map, fdp->fd_map, FD_MAPWORDS(oldn) * sizeof(uint64_t));
	memcpy(full, fdp->fd_full,
	    FD_MAPWORDS(FD_MAPWORDS(oldn)) * sizeof(uint64_t));
	fdp->fd_slots = slots;
	fdp->fd_map = map;
	fdp->fd_full = full;
	fdp->fd_nslots = n;
	if (old != fdp->fd_slots0)
		fd_arrays_free(old, oldn);
	return (0);
}

/*
 * The most descriptors that td's process may have.
 */
u_int
fd_limit(struct thread *td)
{
	rlim_t lim;

	lim = lim_cur(td, RLIMIT_NOFILE);
	return ((u_int)MIN(lim, (rlim_t)MIN(maxfilesperproc, FD_MAX)));
}

static struct filedesc *
fd_table_alloc(void)
{
	struct filedesc *fdp;

	fdp = kmem_cache_alloc(filedesc_cache, KM_SLEEP);
	if (fdp == NULL)
		return (NULL);
	fdp->fd_slots = fdp->fd_slots0;
	fdp->fd_map = &fdp->fd_map0;
	fdp->fd_full = &fdp->fd_full0;
	fdp->fd_map0 = fdp->fd_full0 = 0;
	fdp->fd_nslots = FD_NINLINE;
	fdp->fd_top = fdp->fd_nopen = 0;
	fdp->fd_shared = false;
	fdp->fd_ref = fdp->fd_holds = 1;
	LIST_INIT(&fdp->fd_kqueues);
	mutex_init(&fdp->fd_lock, "filedesc");
	return (fdp);
}

static void
fd_table_free(struct filedesc *fdp)
{

	KASSERT(LIST_EMPTY(&fdp->fd_kqueues));
	if (fdp->fd_slots != fdp->fd_slots0)
		fd_arrays_free(fdp->fd_slots, fdp->fd_nslots);
	mutex_destroy(&fdp->fd_lock);
	kmem_cache_free(filedesc_cache, fdp);
}

/*
 * Keep the memory of a table, for an event queue that outlives its users.
 */
void
filedesc_hold(struct filedesc *fdp)
{

	atomic_inc(&fdp->fd_holds);
}

void
filedesc_rele(struct filedesc *fdp)
{

	if (atomic_dec_nv(&fdp->fd_holds) == 0)
		fd_table_free(fdp);
}

/*
 * An empty table without directories; NULL without memory.
 */
struct filedesc *
fdinit(void)
{
	struct filedesc *fdp;

	fdp = fd_table_alloc();
	if (fdp == NULL)
		return (NULL);
	memset(fdp->fd_slots0, 0, sizeof(fdp->fd_slots0));
	fdp->fd_cwd.cwd_cdir = NULL;
	fdp->fd_cwd.cwd_rdir = NULL;
	fdp->fd_cwd.cwd_cmask = CMASK;
	return (fdp);
}

/*
 * A copy of a slot's limits on ioctl; false without memory.
 */
static bool
fd_copy_ioctls(struct fdslot *to, const struct fdslot *from)
{
	size_t size;

	to->fs_ioctls = NULL;
	if (from->fs_ioctls == NULL)
		return (true);
	size = (size_t)from->fs_nioctls * sizeof(u_long);
	to->fs_ioctls = kmem_alloc(size, KM_NOSLEEP);
	if (to->fs_ioctls == NULL)
		return (false);
	memcpy(to->fs_ioctls, from->fs_ioctls, size);
	return (true);
}

static void
fd_free_ioctls(struct fdslot *fs)
{

	if (fs->fs_ioctls != NULL) {
		kmem_free(fs->fs_ioctls,
		    (size_t)fs->fs_nioctls * sizeof(u_long));
		fs->fs_ioctls = NULL;
	}
}

/*
 * The table's event queues forget all descriptors.
 */
static __noinline void
fd_forget(struct filedesc *fdp)
{
	struct knote_list list = LIST_HEAD_INITIALIZER(list);

	mutex_enter(&fdp->fd_lock);
	kqueue_fd_unlink(fdp, -1, &list);
	mutex_exit(&fdp->fd_lock);
	knote_list_free(&list);
}

/*
 * Close everything in a table that nobody uses any more.
 */
static void
fd_table_close(struct filedesc *fdp, struct thread *td)
{
	struct fdslot *fs;
	bool inflight = false;
	u_int i;

	if (__predict_false(!LIST_EMPTY(&fdp->fd_kqueues)))
		fd_forget(fdp);
	for (i = 0; i < fdp->fd_top; i++) {
		fs = &fdp->fd_slots[i];
		if (fs->fs_file == NULL)
			continue;
		inflight |= fs->fs_file->f_type == DTYPE_SOCKET &&
		    unp_is_inflight(fs->fs_file);
		fd_free_ioctls(fs);
		if (atomic_dec_nv(&fs->fs_file->f_count) == 0)
			file_close(fs->fs_file, td);
	}
	if (inflight)
		unp_collect();
	if (fdp->fd_cwd.cwd_cdir != NULL)
		vrele(fdp->fd_cwd.cwd_cdir);
	if (fdp->fd_cwd.cwd_rdir != NULL)
		vrele(fdp->fd_cwd.cwd_rdir);
	filedesc_rele(fdp);
}

/*
 * The table of a forked child: the same files under the same numbers, as far as
 * they are installed.  NULL without memory.
 */
struct filedesc *
fdcopy(struct filedesc *fdp)
{
	struct filedesc *new;
	struct fdslot *from, *to;
	bool reserved = false;
	u_int i;

	new = fd_table_alloc();
	if (new == NULL)
		return (NULL);
	mutex_enter(&fdp->fd_lock);
	while (fdp->fd_top > new->fd_nslots) {
		i = fdp->fd_top - 1;
		mutex_exit(&fdp->fd_lock);
		mutex_enter(&new->fd_lock);
		if (fd_grow(new, i) != 0) {
			mutex_exit(&new->fd_lock);
			fd_table_free(new);
			return (NULL);
		}
		mutex_exit(&new->fd_lock);
		mutex_enter(&fdp->fd_lock);
	}
	if (new->fd_slots == new->fd_slots0)
		memset(new->fd_slots0 + fdp->fd_top, 0,
		    (FD_NINLINE - fdp->fd_top) * sizeof(struct fdslot));
	new->fd_cwd = fdp->fd_cwd;
	if (new->fd_cwd.cwd_cdir != NULL)
		vref(new->fd_cwd.cwd_cdir);
	if (new->fd_cwd.cwd_rdir != NULL)
		vref(new->fd_cwd.cwd_rdir);
	memcpy(new->fd_map, fdp->fd_map,
	    FD_MAPWORDS(fdp->fd_top) * sizeof(uint64_t));
	memcpy(new->fd_full, fdp->fd_full,
	    FD_MAPWORDS(FD_MAPWORDS(fdp->fd_top)) * sizeof(uint64_t));
	new->fd_top = fdp->fd_top;
	new->fd_nopen = fdp->fd_nopen;
	for (i = 0; i < fdp->fd_top; i++) {
		from = &fdp->fd_slots[i];
		to = &new->fd_slots[i];
		*to = *from;
		if (from->fs_file != NULL && __predict_false(
		    (from->fs_file->f_ops->fo_flags & FO_NOFORK) != 0)) {
			to->fs_file = NULL;
			to->fs_ioctls = NULL;
			reserved = true;
		} else if (from->fs_file != NULL) {
			file_hold(from->fs_file);
			if (!fd_copy_ioctls(to, from)) {
				mutex_exit(&fdp->fd_lock);
				new->fd_top = i + 1;
				fd_table_close(new, curthread);
				return (NULL);
			}
		} else
			reserved |= fd_inuse(fdp, i);
	}
	mutex_exit(&fdp->fd_lock);
	if (__predict_false(reserved)) {
		mutex_enter(&new->fd_lock);
		for (i = 0; i < new->fd_top; i++) {
			if (fd_inuse(new, i) &&
			    new->fd_slots[i].fs_file == NULL)
				fd_unused(new, i);
		}
		mutex_exit(&new->fd_lock);
	}
	return (new);
}

/*
 * The process p, which is the running one or was never started, gives up its
 * table.
 */
void
fdfree(struct proc *p, struct thread *td)
{
	struct filedesc *fdp;

	mutex_enter(&p->p_lock);
	fdp = p->p_fd;
	p->p_fd = NULL;
	mutex_exit(&p->p_lock);
	if (p->p_nlockf != 0)
		lockf_exit(p);
	if (fdp != NULL && atomic_dec_nv(&fdp->fd_ref) == 0)
		fd_table_close(fdp, td);
}

/*
 * execve(2): close what is marked so.
 */
void
fdcloseexec(struct thread *td)
{
	struct filedesc *fdp = td->td_proc->p_fd;
	u_int i;

	for (i = 0; i < fdp->fd_top; i++) {
		if (fdp->fd_slots[i].fs_file != NULL &&
		    (fdp->fd_slots[i].fs_flags & FDS_CLOEXEC) != 0)
			(void)fd_close(td, (int)i);
	}
}

/*
 * The slow half of fd_get() and its relatives: a table that other threads use.
 * Copies the slot, with its file referenced.
 */
static __noinline int
fd_get_shared(struct filedesc *fdp, int fd, struct fdslot *copy)
{
	struct fdslot *fs;

	mutex_enter(&fdp->fd_lock);
	fs = fd_slot(fdp, fd);
	if (fs != NULL) {
		*copy = *fs;
		file_hold(copy->fs_file);
	}
	mutex_exit(&fdp->fd_lock);
	return (fs != NULL ? 0 : SET_ERROR(EBADF));
}

/*
 * fd_get_table() for a table that other threads use.
 */
__noinline int
fd_get_slow(struct filedesc *fdp, int fd, const cap_rights_t *rights,
    struct file **fpp)
{
	struct fdslot copy;
	int error;

	error = fd_get_shared(fdp, fd, &copy);
	if (error != 0)
		return (error);
	if (!cap_rights_has(&copy.fs_rights, rights)) {
		file_drop(copy.fs_file);
		return (SET_ERROR(ENOTCAPABLE));
	}
	*fpp = copy.fs_file;
	return (0);
}

/*
 * The file of descriptor fd, which must have the rights, referenced: the
 * caller gives it back with file_drop().  EBADF, ENOTCAPABLE.
 */
int
fd_get(struct thread *td, int fd, const cap_rights_t *rights,
    struct file **fpp)
{

	return (fd_get_table(td->td_proc->p_fd, fd, rights, fpp));
}

/*
 * The same for a file that must have been opened with flag, FREAD or FWRITE:
 * EBADF otherwise.
 */
int
fd_get_flag(struct thread *td, int fd, const cap_rights_t *rights, u_int flag,
    struct file **fpp)
{
	int error;

	error = fd_get_table(td->td_proc->p_fd, fd, rights, fpp);
	if (__predict_false(error != 0))
		return (error);
	if (__predict_false(((*fpp)->f_flag & flag) == 0)) {
		file_drop(*fpp);
		return (SET_ERROR(EBADF));
	}
	return (0);
}

/*
 * The same with everything that the descriptor may do (copy->fs_file is the
 * file), for lookups below a directory and for derived descriptors.
 * copy->fs_ioctls is of no use to the caller.
 */
int
fd_get_cap(struct thread *td, int fd, const cap_rights_t *rights,
    struct fdslot *copy)
{
	struct filedesc *fdp = td->td_proc->p_fd;
	int error;

	error = fd_get_shared(fdp, fd, copy);
	if (error == 0 && !cap_rights_has(&copy->fs_rights, rights)) {
		file_drop(copy->fs_file);
		error = SET_ERROR(ENOTCAPABLE);
	}
	return (error);
}

/*
 * May the ioctl request be made through fd?  ENOTCAPABLE.
 */
int
fd_check_ioctl(struct thread *td, int fd, u_long request)
{
	struct filedesc *fdp = td->td_proc->p_fd;
	struct fdslot *fs;
	int i, error = 0;

	mutex_enter(&fdp->fd_lock);
	fs = fd_slot(fdp, fd);
	if (fs == NULL)
		error = SET_ERROR(EBADF);
	else if (fs->fs_nioctls >= 0) {
		error = SET_ERROR(ENOTCAPABLE);
		for (i = 0; i < fs->fs_nioctls; i++) {
			if (fs->fs_ioctls[i] == request)
				error = 0;
		}
	}
	mutex_exit(&fdp->fd_lock);
	return (error);
}

/*
 * Does descriptor fd still refer to fp?
 */
bool
fd_refers(struct thread *td, int fd, const struct file *fp)
{
	struct filedesc *fdp = td->td_proc->p_fd;
	struct fdslot *fs;
	bool is;

	mutex_enter(&fdp->fd_lock);
	fs = fd_slot(fdp, fd);
	is = fs != NULL && fs->fs_file == fp;
	mutex_exit(&fdp->fd_lock);
	return (is);
}

/*
 * Reserve the lowest free descriptor that is not below min.  EMFILE: the limit
 * is reached.  ENOMEM.
 */
static int
fd_reserve_locked(struct thread *td, struct filedesc *fdp, u_int min,
    u_int *fdp_out)
{
	u_int fd, limit = fd_limit(td);
	int error;

	for (;;) {
		fd = fd_first_free(fdp, min);
		if (fd >= limit)
			return (SET_ERROR(EMFILE));
		if (fd < fdp->fd_nslots)
			break;
		error = fd_grow(fdp, fd);
		if (error != 0)
			return (error);
	}
	fd_used(fdp, fd);
	*fdp_out = fd;
	return (0);
}

int
fd_reserve(struct thread *td, int min, int *fd)
{
	struct filedesc *fdp = td->td_proc->p_fd;
	u_int got;
	int error;

	mutex_enter(&fdp->fd_lock);
	error = fd_reserve_locked(td, fdp, (u_int)min, &got);
	mutex_exit(&fdp->fd_lock);
	if (error == 0)
		*fd = (int)got;
	return (error);
}

/*
 * Give a slot all rights.
 */
static void
fd_fill(struct fdslot *fs, struct file *fp, bool cloexec)
{

	fs->fs_rights = cap_all_rights;
	fs->fs_ioctls = NULL;
	fs->fs_nioctls = -1;
	fs->fs_flags = FDS_ALLRIGHTS | (cloexec ? FDS_CLOEXEC : 0);
	fs->fs_fcntls = CAP_FCNTL_ALL;
	fs->fs_file = fp;
}

/*
 * Let the reserved descriptor fd refer to fp, whose reference is consumed.
 * flags: O_CLOEXEC counts.  Cannot fail.
 */
void
fd_install(struct thread *td, int fd, struct file *fp, int flags)
{
	struct filedesc *fdp = td->td_proc->p_fd;

	mutex_enter(&fdp->fd_lock);
	KASSERT(fd_inuse(fdp, (u_int)fd));
	KASSERT(fdp->fd_slots[fd].fs_file == NULL);
	fd_fill(&fdp->fd_slots[fd], fp, (flags & O_CLOEXEC) != 0);
	mutex_exit(&fdp->fd_lock);
}

/*
 * Free a descriptor that was reserved and not installed.
 */
void
fd_unreserve(struct thread *td, int fd)
{
	struct filedesc *fdp = td->td_proc->p_fd;

	mutex_enter(&fdp->fd_lock);
	fd_unused(fdp, (u_int)fd);
	mutex_exit(&fdp->fd_lock);
}

/*
 * A new descriptor for fp, whose reference is consumed unless this fails.
 * EMFILE, ENOMEM.
 */
int
fd_alloc(struct thread *td, struct file *fp, int flags, int *fd)
{
	struct filedesc *fdp = td->td_proc->p_fd;
	u_int got;
	int error;

	mutex_enter(&fdp->fd_lock);
	error = fd_reserve_locked(td, fdp, 0, &got);
	if (error == 0) {
		fd_fill(&fdp->fd_slots[got], fp, (flags & O_CLOEXEC) != 0);
		*fd = (int)got;
	}
	mutex_exit(&fdp->fd_lock);
	return (error);
}

/*
 * A copy of a slot, to be sent elsewhere: a reference on its file and its
 * rights.  Given back with fd_import() or fdslot_drop().  EBADF; EOPNOTSUPP:
 * the file may not be sent; ENOMEM.
 */
int
fd_export(struct thread *td, int fd, struct fdslot *copy)
{
	struct filedesc *fdp = td->td_proc->p_fd;
	struct fdslot *fs;
	int error = 0;

	mutex_enter(&fdp->fd_lock);
	fs = fd_slot(fdp, fd);
	if (fs == NULL)
		error = SET_ERROR(EBADF);
	else if ((fs->fs_file->f_ops->fo_flags & FO_PASSABLE) == 0)
		error = SET_ERROR(EOPNOTSUPP);
	else {
		*copy = *fs;
		copy->fs_flags &= FDS_ALLRIGHTS;
		if (fd_copy_ioctls(copy, fs))
			file_hold(copy->fs_file);
		else
			error = SET_ERROR(ENOMEM);
	}
	mutex_exit(&fdp->fd_lock);
	return (error);
}

/*
 * Let the reserved descriptor fd be what fd_export() made, which is consumed.
 * Cannot fail.
 */
void
fd_import(struct thread *td, int fd, struct fdslot *slot, bool cloexec)
{
	struct filedesc *fdp = td->td_proc->p_fd;

	mutex_enter(&fdp->fd_lock);
	KASSERT(fd_inuse(fdp, (u_int)fd));
	KASSERT(fdp->fd_slots[fd].fs_file == NULL);
	fdp->fd_slots[fd] = *slot;
	if (cloexec)
		fdp->fd_slots[fd].fs_flags |= FDS_CLOEXEC;
	mutex_exit(&fdp->fd_lock);
	slot->fs_file = NULL;
	slot->fs_ioctls = NULL;
}

void
fdslot_drop(struct fdslot *slot)
{

	fd_free_ioctls(slot);
	if (slot->fs_file != NULL)
		file_drop(slot->fs_file);
	slot->fs_file = NULL;
}

/*
 * Give back the reference that a slot had.
 */
static void
fd_release(struct file *fp)
{
	bool inflight = fp->f_type == DTYPE_SOCKET && unp_is_inflight(fp);

	file_drop(fp);
	if (__predict_false(inflight))
		unp_collect();
}

/*
 * Close one descriptor.  EBADF.  May sleep in the object's close.
 */
int
fd_close(struct thread *td, int fd)
{
	struct filedesc *fdp = td->td_proc->p_fd;
	struct knote_list knotes = LIST_HEAD_INITIALIZER(knotes);
	struct fdslot *fs;
	struct file *fp;

	mutex_enter(&fdp->fd_lock);
	fs = fd_slot(fdp, fd);
	if (fs == NULL) {
		mutex_exit(&fdp->fd_lock);
		return (SET_ERROR(EBADF));
	}
	fp = fs->fs_file;
	fd_free_ioctls(fs);
	fs->fs_file = NULL;
	fd_unused(fdp, (u_int)fd);
	if (__predict_false(!LIST_EMPTY(&fdp->fd_kqueues)))
		kqueue_fd_unlink(fdp, fd, &knotes);
	mutex_exit(&fdp->fd_lock);
	if (__predict_false(!LIST_EMPTY(&knotes)))
		knote_list_free(&knotes);
	lockf_fd_close(td->td_proc, fp->f_vnode);
	fd_release(fp);
	return (0);
}

/*
 * Let a second descriptor refer to the file of `from', with the same rights.
 * EBADF: `from' is not open; EMFILE, ENOMEM.  `to' is in range.
 */
int
kern_dup(struct thread *td, enum dup_mode mode, int from, u_int to,
    bool cloexec, register_t *retval)
{
	struct filedesc *fdp = td->td_proc->p_fd;
	struct knote_list knotes = LIST_HEAD_INITIALIZER(knotes);
	struct file *replaced = NULL;
	struct fdslot *fs, *new;
	int error = 0;

	mutex_enter(&fdp->fd_lock);
	if (fd_slot(fdp, from) == NULL) {
		error = SET_ERROR(EBADF);
		goto out;
	}
	if (mode == DUP_EXACT && to == (u_int)from) {
		if (cloexec)
			fdp->fd_slots[to].fs_flags |= FDS_CLOEXEC;
		*retval = (register_t)to;
		goto out;
	}
	if (mode == DUP_LOWEST)
		error = fd_reserve_locked(td, fdp, to, &to);
	else {
		while (error == 0 && to >= fdp->fd_nslots)
			error = fd_grow(fdp, to);
		if (error == 0 && !fd_inuse(fdp, to))
			fd_used(fdp, to);
		else if (error == 0 && fd_slot(fdp, (int)to) == NULL)
			error = SET_ERROR(EBADF);	/* being opened */
	}
	if (error != 0)
		goto out;
	/* The lock may have been dropped. */
	fs = fd_slot(fdp, from);
	new = &fdp->fd_slots[to];
	if (fs == NULL) {
		if (new->fs_file == NULL)
			fd_unused(fdp, to);
		error = SET_ERROR(EBADF);
		goto out;
	}
	if (new->fs_file != NULL) {
		replaced = new->fs_file;
		fd_free_ioctls(new);
		if (!LIST_EMPTY(&fdp->fd_kqueues))
			kqueue_fd_unlink(fdp, (int)to, &knotes);
	}
	file_hold(fs->fs_file);
	*new = *fs;
	new->fs_flags = (uint8_t)((fs->fs_flags & FDS_ALLRIGHTS) |
	    (cloexec ? FDS_CLOEXEC : 0));
	if (!fd_copy_ioctls(new, fs))
		new->fs_nioctls = 0;		/* rather none than all */
	*retval = (register_t)to;
out:
	mutex_exit(&fdp->fd_lock);
	if (replaced != NULL) {
		knote_list_free(&knotes);
		lockf_fd_close(td->td_proc, replaced->f_vnode);
		fd_release(replaced);
	}
	return (error);
}
