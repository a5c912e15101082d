/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The records of ktrace(2): what is recorded, and how it gets into the file.
 *
 * Model	A traced thread has a buffer of its own, td_ktr.  Records are
 *		put together in it wherever they happen, also where nothing may
 *		sleep, and the thread itself writes them out where it holds no
 *		lock: when a system call begins and ends, when a signal is
 *		taken, when it ends.  So no other thread has to be waited for,
 *		the file is complete when the process has ended, and memory is
 *		bounded by KTR_BUFSIZE for each thread.
 *
 *		What a call is given and what it returns is recorded in the
 *		dispatcher's slow path, by the table that makesyscalls makes of
 *		the annotations (sytrace[]); no call knows of it.  User memory
 *		is read for that once more, with the thread's own rights: what
 *		another thread changed meanwhile is recorded changed.
 *
 * Invariants	(1) Only the thread itself uses its td_ktr.
 *		(2) kt_busy is set while records are written or user memory is
 *		read; what the thread does for that is not recorded.
 *		(3) Records in a buffer are for the ktr_io of kt_serial and for
 *		no other.
 *		(4) What found no room or no memory is counted in p_ktrdropped,
 *		and the next record says so (KTR_DROP).
 *		(5) The first error of a file ends all tracing to it; a record
 *		that did not get there whole is taken back.
 *
 * Locks	none on entry where records are written; the vnode's while
 *		writing.  p_lock to look at p_ktrio.
 * Context	the traced thread.  ktr_namei(), ktr_csw(), ktr_fault() and
 *		ktr_faultend() only fill the buffer and may be called with any
 *		locks; the others sleep.
 * Tests	tests/sys/kern/t_ktrace.c, tests/usr.bin/t_ktrace.sh
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/kmem.h>
#include <sys/ktrace.h>
#include <sys/md.h>
#include <sys/mutex.h>
#include <sys/pcpu.h>
#include <sys/proc.h>
#include <sys/socket.h>
#include <sys/sysarg.h>
#include <sys/sysctl.h>
#include <sys/sysent.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <sys/vnode.h>

#include <kern/kern_ktrace.h>

#define	KTR_BUFSIZE	8192
#define	KTR_GENIO_MAX	4096		/* most of kern.ktrace.genio_size */
#define	KTR_STRINGLEN	256		/* most of a string argument */

struct ktr_thread {
	uint64_t	kt_serial;	/* invariant (3) */
	u_int		kt_used;	/* bytes of kt_buf */
	bool		kt_busy;	/* invariant (2) */
	char		kt_buf[KTR_BUFSIZE];
};

_Static_assert(sizeof(struct ktr_header) + sizeof(struct ktr_genio) +
    KTR_GENIO_MAX <= KTR_BUFSIZE, "a record fits");
_Static_assert(KTR_COMMLEN >= MAXCOMLEN + 1, "a name fits");

static u_int	genio_size = KTR_GENIO_MAX;

static int
sysctl_genio_size(SYSCTL_HANDLER_ARGS)
{
	u_int value = atomic_load_relaxed(&genio_size);
	int error;

	error = SYSCTL_OUT(req, &value, sizeof(value));
	if (error != 0 || !SYSCTL_WRITING(req))
		return (error);
	error = SYSCTL_IN(req, &value, sizeof(value));
	if (error == 0 && value > KTR_GENIO_MAX)
		error = SET_ERROR(EINVAL);
	if (error == 0)
		atomic_store_relaxed(&genio_size, value);
	return (error);
}

SYSCTL_NODE(_kern, OID_AUTO, ktrace, 0, NULL, "Tracing of processes");
SYSCTL_PROC(_kern_ktrace, OID_AUTO, genio_size, CTLTYPE_UINT | CTLFLAG_RW,
    NULL, 0, sysctl_genio_size, "IU",
    "Most bytes recorded of what a call reads or writes");

static inline bool
ktr_wants(const struct thread *td, uint32_t facs)
{

	return ((atomic_load_relaxed(&td->td_proc->p_traceflag) & facs) != 0);
}

/* --- the buffer ----------------------------------------------------------- */

/*
 * Put a record's header into the buffer; returns where its len bytes go, or
 * NULL: it is not to be recorded, or lost.  Any context.
 */
static void *
ktr_put(struct thread *td, int type, size_t len)
{
	struct ktr_thread *kt = td->td_ktr;
	struct proc *p = td->td_proc;
	struct ktr_header *h;
	struct timespec now;
	uint64_t serial;
	void *data;

	/* Before its first call a thread has no buffer: that is no loss. */
	if (kt == NULL || kt->kt_busy)
		return (NULL);
	serial = atomic_load_relaxed(&p->p_ktrserial);
	if (kt->kt_serial != serial) {
		kt->kt_serial = serial;
		kt->kt_used = 0;
	}
	if (serial == 0)
		return (NULL);
	if (sizeof(*h) + len > KTR_BUFSIZE - kt->kt_used) {
		atomic_inc(&p->p_ktrdropped);
		return (NULL);
	}
	nanotime(&now);
	h = (struct ktr_header *)(void *)(kt->kt_buf + kt->kt_used);
	data = h + 1;
	memset(h, 0, sizeof(*h));
	h->ktr_len = (uint32_t)len;
	h->ktr_type = (uint16_t)type;
	h->ktr_version = KTR_VERSION;
	h->ktr_pid = p->p_pid;
	h->ktr_tid = td->td_tid;
	h->ktr_sec = now.tv_sec;
	h->ktr_nsec = (int32_t)now.tv_nsec;
	h->ktr_cpu = (int32_t)curcpuid();
	h->ktr_dropped = atomic_swap(&p->p_ktrdropped, 0);
	if (h->ktr_dropped != 0)
		h->ktr_type |= KTR_DROP;
	memcpy(h->ktr_comm, p->p_comm, sizeof(p->p_comm));
	kt->kt_used += (u_int)(sizeof(*h) + len);
	return (data);
}

/*
 * Take back all but the first len bytes of the record that was put last, of
 * which there were old.
 */
static void
ktr_shorten(struct ktr_thread *kt, void *data, size_t old, size_t len)
{
	struct ktr_header *h = (struct ktr_header *)data - 1;

	h->ktr_len -= (uint32_t)(old - len);
	kt->kt_used -= (u_int)(old - len);
}

/*
 * Take back the record that was put last.
 */
static void
ktr_unput(struct thread *td, void *data)
{
	struct ktr_header *h = (struct ktr_header *)data - 1;
	struct ktr_thread *kt = td->td_ktr;

	if (h->ktr_dropped != 0)
		atomic_add(&td->td_proc->p_ktrdropped, h->ktr_dropped);
	kt->kt_used = (u_int)((char *)h - kt->kt_buf);
}

/*
 * Append to the file, as who began it may.  0 or why not.
 */
static int
ktr_io_write(struct ktr_io *io, void *buf, size_t len)
{
	struct vnode *vp = io->kio_vp;
	struct vattr va;
	off_t size;
	int error;

	error = vn_lock_io(vp, RW_WRITER);
	if (error != 0)
		return (error);
	error = io->kio_error;
	if (error != 0)
		goto out;
	error = VOP_GETATTR(vp, &va, io->kio_cred);
	if (error != 0)
		goto fail;
	size = va.va_size;
	if ((rlim_t)size > io->kio_limit || len > io->kio_limit - (rlim_t)size)
		error = SET_ERROR(EFBIG);
	else
		error = vn_rdwr_flags(UIO_WRITE, vp, buf, len, size,
		    IO_NODELOCKED, io->kio_cred, NULL);
	if (error != 0 && error != EFBIG) {
		vattr_null(&va);
		va.va_size = size;
		(void)VOP_SETATTR(vp, &va, io->kio_cred);
	}
fail:
	io->kio_error = error;
	if (error != 0)
		log(LOG_NOTICE, "ktrace: pid %d (%s): error %d while writing; "
		    "tracing to the file ends\n", curproc->p_pid,
		    curproc->p_comm, error);
out:
	vn_unlock(vp);
	return (error);
}

/*
 * Write out what the buffer has.  No locks.
 */
void
ktr_flush(struct thread *td)
{
	struct ktr_thread *kt = td->td_ktr;
	struct proc *p = td->td_proc;
	struct ktr_io *io, *gone = NULL;

	if (kt == NULL || kt->kt_used == 0)
		return;
	io = ktr_io_get(p);
	if (io != NULL && io->kio_serial == kt->kt_serial) {
		kt->kt_busy = true;
		if (ktr_io_write(io, kt->kt_buf, kt->kt_used) != 0) {
			mutex_enter(&p->p_lock);
			if (p->p_ktrio == io)
				gone = ktr_detach(p);
			mutex_exit(&p->p_lock);
		}
		kt->kt_busy = false;
	}
	kt->kt_used = 0;
	if (gone != NULL)
		ktr_io_rele(gone);
	if (io != NULL)
		ktr_io_rele(io);
}

/*
 * Give the thread a buffer.  False: no memory.
 */
static bool
ktr_prepare(struct thread *td)
{
	struct ktr_thread *kt = td->td_ktr;

	if (__predict_true(kt != NULL))
		return (true);
	kt = kmem_alloc(sizeof(*kt), KM_SLEEP);
	if (kt == NULL)
		return (false);
	kt->kt_serial = 0;
	kt->kt_used = 0;
	kt->kt_busy = false;
	td->td_ktr = kt;
	return (true);
}

/*
 * As ktr_put(), where the thread may sleep: the buffer is made and emptied as
 * needed.  No locks.
 */
static void *
ktr_put_sleep(struct thread *td, int type, size_t len)
{
	struct proc *p = td->td_proc;
	struct ktr_procctor *ctor;
	bool due = false;

	if (!ktr_prepare(td)) {
		atomic_inc(&p->p_ktrdropped);
		return (NULL);
	}
	if (ktr_wants(td, KTRFAC_CTORDUE)) {
		mutex_enter(&p->p_lock);
		due = (p->p_traceflag & KTRFAC_CTORDUE) != 0;
		p->p_traceflag &= ~(uint32_t)KTRFAC_CTORDUE;
		mutex_exit(&p->p_lock);
	}
	if (due && ktr_wants(td, KTRFAC_PROCCTOR) &&
	    (ctor = ktr_put_sleep(td, KTR_PROCCTOR, sizeof(*ctor))) != NULL) {
		ctor->ktr_abi = __Tessera__;
		ctor->ktr_ppid = p->p_ppid;
	}
	if (sizeof(struct ktr_header) + len > KTR_BUFSIZE - td->td_ktr->kt_used)
		ktr_flush(td);
	return (ktr_put(td, type, len));
}

/*
 * Read the thread's memory for a record.
 */
static int
ktr_copyin(struct thread *td, uintptr_t from, void *to, size_t len)
{
	int error;

	td->td_ktr->kt_busy = true;
	error = copyin((const void *)from, to, len);
	td->td_ktr->kt_busy = false;
	return (error);
}

/* --- system calls --------------------------------------------------------- */

/*
 * How many bytes argument n points to, and how many of them are of interest: 0
 * when it is nothing that is recorded.  retval is -1 before the call.
 */
static size_t
ktr_arg_len(struct thread *td, const struct sytrace *st, u_int n,
    const register_t *args, register_t retval)
{
	const struct sytrace_arg *a = &st->st_args[n], *l;
	uint64_t count;
	uint32_t len32;

	if (a->sa_kind == SYSARG_OBJECT)
		return (a->sa_size);
	if (a->sa_kind != SYSARG_ARRAY &&
	    (a->sa_kind != SYSARG_BYTES || a->sa_size == 1))
		return (0);
	if (a->sa_lenarg < 0)
		count = a->sa_count;
	else {
		count = (uint64_t)args[a->sa_lenarg];
		l = &st->st_args[a->sa_lenarg];
		if (l->sa_kind == SYSARG_OBJECT) {
			/* socklen_t or size_t; little-endian. */
			if (ktr_copyin(td, (uintptr_t)count, &len32,
			    sizeof(len32)) != 0)
				return (0);
			count = len32;
		} else if (l->sa_size == sizeof(int))
			count = (uint32_t)count;
		if (a->sa_kind == SYSARG_ARRAY &&
		    (a->sa_flags & SYSARG_IN) == 0 && retval >= 0)
			count = MIN(count, (uint64_t)retval);
	}
	if (count > UINT32_MAX / 2)
		return (0);
	if (a->sa_kind == SYSARG_ARRAY)
		count *= a->sa_size;
	return (MIN(count, UINT32_MAX));
}

/*
 * Record what argument n points to.
 */
static void
ktr_struct(struct thread *td, u_long code, u_int n, const register_t *args,
    register_t retval)
{
	const struct sytrace *st = &sytrace[code];
	const struct sytrace_arg *a = &st->st_args[n];
	uintptr_t addr = (uintptr_t)args[n];
	struct ktr_struct *rec;
	size_t len, max, total;
	int error;

	if (addr == 0)
		return;
	/* The length of an argument may have to be read from memory. */
	if (a->sa_kind == SYSARG_STRING)
		total = KTR_STRINGLEN;
	else
		total = ktr_arg_len(td, st, n, args, retval);
	if (total == 0)
		return;
	len = MIN(total, KTR_STRUCT_MAXLEN);
	rec = ktr_put_sleep(td, KTR_STRUCT, sizeof(*rec) + len);
	if (rec == NULL)
		return;
	rec->ktr_code = (uint16_t)code;
	rec->ktr_arg = (uint8_t)n;
	rec->ktr_out = retval >= 0;
	rec->ktr_total = (uint32_t)total;
	if (a->sa_kind == SYSARG_STRING) {
		td->td_ktr->kt_busy = true;
		error = copyinstr((const void *)addr, (char *)(rec + 1), len,
		    &max);
		td->td_ktr->kt_busy = false;
		if (error == 0) {
			rec->ktr_total = (uint32_t)(max - 1);
			ktr_shorten(td->td_ktr, rec, sizeof(*rec) + len,
			    sizeof(*rec) + max - 1);
		} else if (error == ENAMETOOLONG)
			error = 0;
	} else
		error = ktr_copyin(td, addr, rec + 1, len);
	if (error != 0)
		ktr_unput(td, rec);
}

/*
 * Record what the arguments point to that the call reads (retval -1) or has
 * written.
 */
static void
ktr_structs(struct thread *td, u_long code, const register_t *args,
    register_t retval)
{
	const struct sytrace *st = &sytrace[code];
	const u_int way = retval < 0 ? SYSARG_IN : SYSARG_OUT;
	u_int n;

	for (n = 0; n < sysent[code].sy_narg; n++) {
		if ((st->st_args[n].sa_flags & way) != 0 &&
		    st->st_args[n].sa_kind != SYSARG_PATH &&
		    (st->st_io != n + 1 ||
		    st->st_args[n].sa_kind == SYSARG_OBJECT))
			ktr_struct(td, code, n, args, retval);
	}
}

/*
 * One piece of what was moved, of which *leftp bytes are still wanted.  False:
 * no more.
 */
static bool
ktr_genio_piece(struct thread *td, char **top, uintptr_t from, size_t len,
    size_t *leftp)
{

	len = MIN(len, *leftp);
	if (ktr_copyin(td, from, *top, len) != 0)
		return (false);
	*top += len;
	*leftp -= len;
	return (*leftp != 0);
}

/*
 * Record the bytes that a call moved: retval of them, between a descriptor and
 * what argument st_io says: a buffer, a vector, or a message with a vector.
 */
static void
ktr_genio(struct thread *td, u_long code, const register_t *args,
    register_t retval)
{
	const struct sytrace *st = &sytrace[code];
	const u_int n = st->st_io - 1;
	const struct sytrace_arg *a = &st->st_args[n];
	uintptr_t base = (uintptr_t)args[n];
	struct msghdr msg;
	struct iovec iov;
	struct ktr_genio *rec;
	size_t left, len;
	int cnt = 0;
	char *to;

	len = MIN((size_t)retval, atomic_load_relaxed(&genio_size));
	rec = ktr_put_sleep(td, KTR_GENIO, sizeof(*rec) + len);
	if (rec == NULL)
		return;
	rec->ktr_fd = (int)args[0];
	rec->ktr_rw = st->st_rw;
	rec->ktr_total = (uint64_t)retval;
	to = (char *)(rec + 1);
	left = len;
	if (a->sa_kind == SYSARG_BYTES)
		(void)ktr_genio_piece(td, &to, base, len, &left);
	else if (a->sa_kind == SYSARG_ARRAY)
		cnt = (int)args[a->sa_lenarg];
	else if (ktr_copyin(td, base, &msg, sizeof(msg)) == 0) {
		base = (uintptr_t)msg.msg_iov;
		cnt = msg.msg_iovlen;
	}
	for (; cnt > 0 && left > 0; cnt--, base += sizeof(iov)) {
		if (ktr_copyin(td, base, &iov, sizeof(iov)) != 0 ||
		    !ktr_genio_piece(td, &to, (uintptr_t)iov.iov_base,
		    iov.iov_len, &left))
			break;
	}
	ktr_shorten(td->td_ktr, rec, sizeof(*rec) + len,
	    sizeof(*rec) + len - left);
}

/*
 * A system call begins; code may be no call.
 */
void
ktr_syscall(struct thread *td, u_long code, const register_t *args)
{
	const bool known = code != 0 && code < SYS_MAXSYSCALL;
	const u_int narg = known ? sysent[code].sy_narg : 0;
	struct ktr_syscall *rec;

	if (ktr_wants(td, KTRFAC_SYSCALL)) {
		rec = ktr_put_sleep(td, KTR_SYSCALL, sizeof(*rec) +
		    narg * sizeof(rec->ktr_args[0]));
		if (rec != NULL) {
			rec->ktr_code = (uint16_t)MIN(code, UINT16_MAX);
			rec->ktr_narg = (uint16_t)narg;
			rec->ktr_spare = 0;
			memcpy(rec->ktr_args, args,
			    narg * sizeof(rec->ktr_args[0]));
		}
	}
	if (known && ktr_prepare(td) && ktr_wants(td, KTRFAC_STRUCT))
		ktr_structs(td, code, args, -1);
	ktr_flush(td);
}

/*
 * It ends, with error as the dispatcher sees it.
 */
void
ktr_sysret(struct thread *td, u_long code, const register_t *args, int error,
    register_t value)
{
	const bool known = code != 0 && code < SYS_MAXSYSCALL;
	struct ktr_sysret *rec;

	if (error == 0 && known && td->td_ktr != NULL) {
		if (sytrace[code].st_io != 0 && value > 0 &&
		    ktr_wants(td, KTRFAC_GENIO))
			ktr_genio(td, code, args, value);
		if (ktr_wants(td, KTRFAC_STRUCT))
			ktr_structs(td, code, args, MAX(value, 0));
	}
	if (ktr_wants(td, KTRFAC_SYSRET) &&
	    (rec = ktr_put_sleep(td, KTR_SYSRET, sizeof(*rec))) != NULL) {
		rec->ktr_code = (uint16_t)MIN(code, UINT16_MAX);
		rec->ktr_spare = 0;
		rec->ktr_error = error == EJUSTRETURN ? KTR_EJUSTRETURN :
		    error < 0 ? KTR_ERESTART : error;
		rec->ktr_retval = error == 0 ? value : -1;
	}
	ktr_flush(td);
}

/*
 * The other side of fork(2), in the child.
 */
void
ktr_fork_return(struct thread *td)
{

	ktr_sysret(td, SYS_fork, NULL, 0, 0);
}

/* --- the other records ---------------------------------------------------- */

/*
 * The path of len bytes is looked up.  Any context.
 */
void
ktr_namei(struct thread *td, const char *path, size_t len)
{
	void *data;

	if (!ktr_wants(td, KTRFAC_NAMEI))
		return;
	data = ktr_put(td, KTR_NAMEI, len);
	if (data != NULL)
		memcpy(data, path, len);
}

/*
 * A signal is taken, by a handler or (SIG_DFL) by ending the process; mask is
 * what was blocked.  No locks; sleeps.
 */
void
ktr_psig(struct thread *td, const siginfo_t *info, const void *action,
    const sigset_t *mask)
{
	struct ktr_psig *rec;

	if (!ktr_wants(td, KTRFAC_PSIG))
		return;
	rec = ktr_put_sleep(td, KTR_PSIG, sizeof(*rec));
	if (rec != NULL) {
		rec->ktr_signo = info->si_signo;
		rec->ktr_code = info->si_code;
		rec->ktr_action = (uintptr_t)action;
		memcpy(rec->ktr_mask, mask, sizeof(rec->ktr_mask));
	}
	ktr_flush(td);
}

/*
 * The thread leaves its processor, to wait for wmesg or (user) for another
 * thread's turn to end; or is back.  Any context.
 */
void
ktr_csw(struct thread *td, bool out, bool user, const char *wmesg)
{
	struct ktr_csw *rec;

	if (!ktr_wants(td, KTRFAC_CSW))
		return;
	rec = ktr_put(td, KTR_CSW, sizeof(*rec));
	if (rec == NULL)
		return;
	rec->ktr_out = out;
	rec->ktr_user = user;
	memset(rec->ktr_wmesg, 0, sizeof(rec->ktr_wmesg));
	strlcpy(rec->ktr_wmesg, wmesg, sizeof(rec->ktr_wmesg));
}

/*
 * A page fault, and its end.  Any context.
 */
void
ktr_fault(struct thread *td, vm_offset_t va, int access)
{
	struct ktr_fault *rec;

	if (!ktr_wants(td, KTRFAC_FAULT))
		return;
	rec = ktr_put(td, KTR_FAULT, sizeof(*rec));
	if (rec == NULL)
		return;
	rec->ktr_vaddr = va;
	rec->ktr_access = access;
	rec->ktr_spare = 0;
}

void
ktr_faultend(struct thread *td, int error)
{
	struct ktr_faultend *rec;

	if (!ktr_wants(td, KTRFAC_FAULTEND))
		return;
	rec = ktr_put(td, KTR_FAULTEND, sizeof(*rec));
	if (rec == NULL)
		return;
	rec->ktr_error = error;
	rec->ktr_spare = 0;
}

int
sys_utrace(struct thread *td, const struct utrace_args *uap,
    register_t *retval)
{
	void *data;
	int error = 0;

	if (uap->len > KTR_USER_MAXLEN)
		return (SET_ERROR(EINVAL));
	if (!ktr_on(td) || !ktr_wants(td, KTRFAC_USER))
		return (0);
	data = ktr_put_sleep(td, KTR_USER, uap->len);
	if (data != NULL) {
		error = ktr_copyin(td, (uintptr_t)uap->addr, data, uap->len);
		if (error != 0)
			ktr_unput(td, data);
	}
	return (error);
}

/* --- the ends ------------------------------------------------------------- */

/*
 * The running thread ends, or its process does: nothing more is recorded of it.
 * No locks; sleeps.
 */
void
ktr_thread_exit(struct thread *td)
{
	struct ktr_thread *kt = td->td_ktr;

	if (__predict_true(kt == NULL))
		return;
	ktr_flush(td);
	td->td_ktr = NULL;
	kmem_free(kt, sizeof(*kt));
}

/*
 * The running process ends, with P_EXITING set, so that nobody traces it anew.
 */
void
ktr_exit(struct thread *td, int status)
{
	struct proc *p = td->td_proc;
	struct ktr_procdtor *rec;
	struct ktr_io *io;

	if (ktr_wants(td, KTRFAC_PROCDTOR) &&
	    (rec = ktr_put_sleep(td, KTR_PROCDTOR, sizeof(*rec))) != NULL) {
		rec->ktr_status = status;
		rec->ktr_spare = 0;
	}
	ktr_thread_exit(td);
	if (p->p_ktrio == NULL)
		return;
	mutex_enter(&p->p_lock);
	io = ktr_detach(p);
	mutex_exit(&p->p_lock);
	if (io != NULL)
		ktr_io_rele(io);
}
