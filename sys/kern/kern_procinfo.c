/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What ps(1) and its kind learn of processes: the sysctl nodes kern.proc.*.
 *
 * A request names a set of processes.  They are collected, and held, under
 * proctree_lock; then each is described under its own locks and copied out with
 * none, since user memory may have to be paged in.  A process that ends in
 * between is described as far as something is left of it, or left out.
 *
 * Everybody sees everything here but the arguments of others (cred_cansee()),
 * when kern.ps_argsopen is 0.  What is for some only is in kern_procstat.c.
 *
 * Locks	proctree_lock -> p_lock.
 * Tests	tests/sys/kern/t_kinfo.c
 */

#include <sys/param.h>
#include <sys/conf.h>
#include <sys/kmem.h>
#include <sys/md.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/resourcevar.h>
#include <sys/rwlock.h>
#include <sys/sched.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/tty.h>
#include <sys/ucred.h>
#include <sys/user.h>
#include <sys/vnode.h>
#include <vm/vm_extern.h>
#include <vm/vm_map.h>

#define	COLLECT_SLACK	16		/* processes made while we allocate */

static int	ps_argsopen = 1;

SYSCTL_INT(_kern, OID_AUTO, ps_argsopen, CTLFLAG_RW, &ps_argsopen, 0,
    "Everybody may see the arguments of all processes");
SYSCTL_UINT(_kern, KERN_MAXPROC, maxproc, CTLFLAG_RD, &maxproc, 0,
    "Most processes of the system");
SYSCTL_UINT(_kern, OID_AUTO, nprocs, CTLFLAG_RD, &nprocs, 0,
    "Processes that exist");

/*
 * The family, group, session and terminal of p.  proctree_lock held.
 */
static void
kinfo_family(const struct proc *p, struct kinfo_proc *ki)
{
	const struct pgrp *pg = p->p_pgrp;
	const struct session *s;
	const struct tty *tp;

	ki->ki_tpgid = -1;
	ki->ki_tdev = NODEV;
	if (pg == NULL)
		return;
	ki->ki_jobc = (int)atomic_load_relaxed(&pg->pg_jobc);
	s = pg->pg_session;
	memcpy(ki->ki_login, s->s_login, sizeof(s->s_login));
	if (s->s_leader == p)
		ki->ki_flag |= KI_SLEADER;
	tp = s->s_ttyp;
	if (tp == NULL)
		return;
	ki->ki_flag |= KI_CTTY;
	if (tp->t_pgrp == pg)
		ki->ki_flag |= KI_FOREGROUND;
	if (tp->t_pgrp != NULL)
		ki->ki_tpgid = tp->t_pgrp->pg_id;
	if (tp->t_cdev != NULL) {
		ki->ki_tdev = tp->t_cdev->si_rdev;
		strlcpy(ki->ki_ttyname, tp->t_cdev->si_name,
		    sizeof(ki->ki_ttyname));
	}
}

/*
 * The signals of p: pending and blocked are those of its first thread, unless
 * kinfo_thread() says more.  p_lock held.
 */
static void
kinfo_signals(const struct proc *p, struct kinfo_proc *ki)
{
	const struct thread *td = TAILQ_FIRST(&p->p_threads);

	ki->ki_siglist = p->p_sigqueue.sq_set;
	if (p->p_sigacts != NULL) {
		ki->ki_sigignore = p->p_sigacts->sa_ignore;
		ki->ki_sigcatch = p->p_sigacts->sa_catch;
	}
	if (td != NULL) {
		sigset_or(&ki->ki_siglist, &td->td_sigqueue.sq_set);
		ki->ki_sigmask = td->td_sigmask;
		ki->ki_tid = td->td_tid;
	}
}

/*
 * What the thread does; ki_stat stays as it is when td sleeps.  p_lock held.
 */
static void
kinfo_state(const struct thread *td, struct kinfo_proc *ki)
{
	const struct td_sched *ts = &td->td_sched;
	const char *wmesg = ts->ts_wmesg;

	ki->ki_lastcpu = (int)ts->ts_cpu;
	switch (ts->ts_state) {
	case TDS_RUNNING:
		ki->ki_flag |= KI_ONCPU;
		/* FALLTHROUGH */
	case TDS_RUNNABLE:
		ki->ki_stat = SRUN;
		break;
	case TDS_EMBRYO:
		ki->ki_stat = SIDL;
		break;
	default:
		if (wmesg != NULL)
			strlcpy(ki->ki_wmesg, wmesg, sizeof(ki->ki_wmesg));
		if ((ts->ts_sqflags & SLEEPQ_SIG) == 0)
			ki->ki_flag |= KI_UNINTR;
		break;
	}
}

/*
 * What its threads do: the state of the most active one.  p_lock held.
 */
static void
kinfo_threads(struct proc *p, struct kinfo_proc *ki)
{
	struct thread *td;

	ki->ki_stat = SSLEEP;
	FOREACH_THREAD(p, td) {
		if (td->td_sched.ts_class != SCHED_IDLE)
			kinfo_state(td, ki);
	}
	if ((p->p_flag & P_STOPPED) != 0 && p->p_nstopped == p->p_nthreads) {
		ki->ki_stat = SSTOP;
		ki->ki_flag &= ~KI_UNINTR;
	}
}

/*
 * Ids, state and times.  p_lock held.
 */
static void
kinfo_self(struct proc *p, struct kinfo_proc *ki)
{
	const struct cred *cr = p->p_cred;

	ki->ki_pid = p->p_pid;
	ki->ki_ppid = p->p_ppid;
	ki->ki_pgid = p->p_pgid;
	ki->ki_sid = p->p_sid;
	ki->ki_nice = p->p_nice;
	ki->ki_numthreads = (int)p->p_nthreads;
	memcpy(ki->ki_comm, p->p_comm, sizeof(p->p_comm));
	if (cr != NULL) {
		ki->ki_uid = cr->cr_uid;
		ki->ki_ruid = cr->cr_ruid;
		ki->ki_svuid = cr->cr_svuid;
		ki->ki_gid = cr->cr_gid;
		ki->ki_rgid = cr->cr_rgid;
		ki->ki_svgid = cr->cr_svgid;
	}
	if ((p->p_flag & P_KPROC) != 0)
		ki->ki_flag |= KI_KERNEL;
	if ((p->p_flag & P_SUGID) != 0)
		ki->ki_flag |= KI_SUGID;
	if ((p->p_flag & P_EXITING) != 0)
		ki->ki_flag |= KI_EXITING;
	if (p->p_state == PRS_ZOMBIE) {
		ki->ki_stat = SZOMB;
		ki->ki_exitstatus = (uint32_t)p->p_xstat;
	} else
		kinfo_threads(p, ki);
	kinfo_signals(p, ki);
}

/*
 * Memory and processor time.  No locks.
 */
static void
kinfo_use(struct proc *p, struct kinfo_proc *ki)
{
	struct rucount self, children;
	struct timespec boot;
	struct vmspace *vm;
	uint64_t age, start, used;

	rucount_proc(p, &self);
	mutex_enter(&p->p_lock);
	children = p->p_cru;
	mutex_exit(&p->p_lock);
	vm = vmspace_acquire(p);
	if (vm != NULL) {
		ki->ki_size = vmspace_size(vm);
		ki->ki_rssize = (uint64_t)vmspace_resident(vm) * PAGE_SIZE;
		ki->ki_tsize = vm->vm_tsize;
		ki->ki_dsize = vm->vm_dsize;
		ki->ki_ssize = vm->vm_ssize;
		self.rc_maxrss = MAX(self.rc_maxrss, ki->ki_rssize / 1024);
		vmspace_free(vm);
	}
	rucount_export(&self, &ki->ki_rusage);
	rucount_export(&children, &ki->ki_rusage_ch);
	used = self.rc_utime + self.rc_stime;
	ki->ki_runtime = used / 1000;
	age = uptime_ns() - p->p_start;
	ki->ki_pctcpu = (uint32_t)(used / 1000 * FSCALE / (age / 1000 + 1));
	boottime(&boot);
	start = timespec_to_ns(&boot) + p->p_start;
	ki->ki_start.tv_sec = (time_t)(start / NSEC_PER_SEC);
	ki->ki_start.tv_usec = (suseconds_t)(start % NSEC_PER_SEC / 1000);
}

/*
 * Describe p, which is held.  False: it is gone.  No locks held.
 */
bool
proc_kinfo(struct proc *p, struct kinfo_proc *ki)
{

	memset(ki, 0, sizeof(*ki));
	ki->ki_structsize = (int)sizeof(*ki);
	rw_enter(&proctree_lock, RW_READER);
	if (p->p_state == PRS_DEAD) {
		rw_exit(&proctree_lock);
		return (false);
	}
	kinfo_family(p, ki);
	mutex_enter(&p->p_lock);
	kinfo_self(p, ki);
	mutex_exit(&p->p_lock);
	rw_exit(&proctree_lock);
	kinfo_use(p, ki);
	return (true);
}

/*
 * Let ki, which describes the process of td, describe td alone.  p_lock held.
 */
static void
kinfo_thread(const struct thread *td, struct kinfo_proc *ki)
{
	const bool stopped = ki->ki_stat == SSTOP;

	ki->ki_tid = td->td_tid;
	memcpy(ki->ki_tdname, td->td_name, sizeof(td->td_name));
	ki->ki_runtime = td->td_sched.ts_runtime / 1000;
	ki->ki_flag &= ~(KI_ONCPU | KI_UNINTR);
	ki->ki_wmesg[0] = '\0';
	if (!stopped)
		ki->ki_stat = SSLEEP;
	kinfo_state(td, ki);
	if (stopped)
		ki->ki_flag &= ~KI_UNINTR;
	ki->ki_siglist = td->td_sigqueue.sq_set;
	sigset_or(&ki->ki_siglist, &td->td_proc->p_sigqueue.sq_set);
	ki->ki_sigmask = td->td_sigmask;
}

/*
 * Give ki once for each thread of p, or as it is when there is none.
 */
static int
kinfo_out_threads(struct sysctl_req *req, struct proc *p,
    struct kinfo_proc *ki)
{
	const uint64_t age = uptime_ns() - p->p_start;
	struct thread *td;
	int error = 0;

	mutex_enter(&p->p_lock);
	if (TAILQ_EMPTY(&p->p_threads))
		error = SYSCTL_OUT(req, ki, sizeof(*ki));
	FOREACH_THREAD(p, td) {
		kinfo_thread(td, ki);
		ki->ki_pctcpu = (uint32_t)(ki->ki_runtime * FSCALE /
		    (age / 1000 + 1));
		if (error == 0)
			error = SYSCTL_OUT(req, ki, sizeof(*ki));
	}
	mutex_exit(&p->p_lock);
	return (error);
}

/*
 * Does a request of kind what (KERN_PROC_*) with argument arg mean p?
 * proctree_lock held.
 */
static bool
kinfo_wanted(struct proc *p, int what, int arg)
{
	const struct tty *tp;
	uid_t id;

	switch (what) {
	case KERN_PROC_ALL:
	case KERN_PROC_PROC:
		return (true);
	case KERN_PROC_PGRP:
		return (p->p_pgid == arg);
	case KERN_PROC_SESSION:
		return (p->p_sid == arg);
	case KERN_PROC_TTY:
		tp = p->p_pgrp->pg_session->s_ttyp;
		return (tp != NULL && tp->t_cdev != NULL &&
		    (int)tp->t_cdev->si_rdev == arg);
	case KERN_PROC_UID:
	case KERN_PROC_RUID:
		mutex_enter(&p->p_lock);
		id = what == KERN_PROC_UID ? p->p_cred->cr_uid :
		    p->p_cred->cr_ruid;
		mutex_exit(&p->p_lock);
		return (id == (uid_t)arg);
	default:
		return (false);
	}
}

/*
 * Collect the processes that are meant, held, in an array of *roomp elements;
 * *np is how many.  ENOMEM.
 */
static int
kinfo_collect(int what, int arg, struct proc ***listp, u_int *roomp,
    u_int *np)
{
	struct proc **list, *p;
	u_int room, n = 0;

	room = atomic_load_relaxed(&nprocs) + COLLECT_SLACK;
	list = kmem_alloc(room * sizeof(*list), KM_SLEEP);
	if (list == NULL)
		return (SET_ERROR(ENOMEM));
	rw_enter(&proctree_lock, RW_READER);
	if (what == KERN_PROC_PID) {
		p = proc_lookup((pid_t)arg);
		if (p != NULL)
			list[n++] = p;
	} else {
		FOREACH_PROC(p) {
			if (n < room && kinfo_wanted(p, what, arg))
				list[n++] = p;
		}
	}
	for (u_int i = 0; i < n; i++)
		proc_hold(list[i]);
	rw_exit(&proctree_lock);
	*listp = list;
	*roomp = room;
	*np = n;
	return (0);
}

static int
sysctl_proc_list(SYSCTL_HANDLER_ARGS)
{
	const int *name = arg1;
	const bool threads = (oidp->oid_number & KERN_PROC_INC_THREAD) != 0;
	const int what = oidp->oid_number & ~KERN_PROC_INC_THREAD;
	struct kinfo_proc *ki;
	struct proc **list;
	u_int i, n, room;
	int error;

	if (what == KERN_PROC_ALL || what == KERN_PROC_PROC) {
		if (arg2 > 1)
			return (SET_ERROR(EINVAL));
	} else if (arg2 != 1)
		return (SET_ERROR(EINVAL));
	ki = kmem_alloc(sizeof(*ki), KM_SLEEP);
	if (ki == NULL)
		return (SET_ERROR(ENOMEM));
	error = kinfo_collect(what, arg2 == 1 ? name[0] : 0, &list, &room, &n);
	if (error != 0)
		goto out;
	if (what == KERN_PROC_PID && n == 0)
		error = SET_ERROR(ESRCH);
	for (i = 0; i < n; i++) {
		if (error == 0 && proc_kinfo(list[i], ki))
			error = threads ? kinfo_out_threads(req, list[i], ki) :
			    SYSCTL_OUT(req, ki, sizeof(*ki));
		proc_rele(list[i]);
	}
	/* Who only asks for the size gets some room for newcomers. */
	if (error == 0 && req->req_old == NULL && what != KERN_PROC_PID)
		error = SYSCTL_OUT(req, NULL, 5 * sizeof(*ki));
	kmem_free(list, room * sizeof(*list));
out:
	kmem_free(ki, sizeof(*ki));
	return (error);
}

/*
 * The live process that a node's one component names, held; -1 is the caller's.
 * ESRCH, EINVAL.
 */
int
kinfo_name_proc(const int *name, intptr_t namelen, struct proc **pp)
{
	struct proc *p;

	if (namelen != 1)
		return (SET_ERROR(EINVAL));
	p = name[0] == -1 ? proc_find(curproc->p_pid) : proc_find(name[0]);
	if (p == NULL)
		return (SET_ERROR(ESRCH));
	proc_hold(p);
	mutex_exit(&p->p_lock);
	*pp = p;
	return (0);
}

/*
 * The arguments that p was started with, referenced; NULL if it has none or
 * cred may not see them.
 */
struct pargs *
proc_get_args(struct proc *p, const struct cred *cred)
{
	struct pargs *pa = NULL;

	mutex_enter(&p->p_lock);
	if (ps_argsopen != 0 || cred_cansee(cred, p) == 0)
		pa = pargs_hold(p->p_args);
	mutex_exit(&p->p_lock);
	return (pa);
}

static int
sysctl_proc_args(SYSCTL_HANDLER_ARGS)
{
	struct pargs *pa;
	struct proc *p;
	int error;

	error = kinfo_name_proc(arg1, arg2, &p);
	if (error != 0)
		return (error);
	pa = proc_get_args(p, req->req_td->td_cred);
	if (pa != NULL)
		error = SYSCTL_OUT(req, pa->pa_data, pa->pa_len);
	pargs_drop(pa);
	proc_rele(p);
	return (error);
}

/*
 * The path of a vnode of a process: its program or its directory.
 */
static int
kinfo_path(struct sysctl_req *req, struct vnode *vp)
{
	char *buf, *path;
	int error;

	buf = kmem_alloc(PATH_MAX, KM_SLEEP);
	if (buf == NULL)
		error = SET_ERROR(ENOMEM);
	else {
		error = vn_fullpath(req->req_td, vp, buf, PATH_MAX, &path);
		if (error == 0)
			error = SYSCTL_OUT(req, path, strlen(path) + 1);
		kmem_free(buf, PATH_MAX);
	}
	vrele(vp);
	return (error);
}

static int
sysctl_proc_pathname(SYSCTL_HANDLER_ARGS)
{
	struct vnode *vp;
	struct proc *p;
	int error;

	error = kinfo_name_proc(arg1, arg2, &p);
	if (error != 0)
		return (error);
	mutex_enter(&p->p_lock);
	error = cred_cansee(req->req_td->td_cred, p);
	vp = p->p_textvp;
	if (error == 0 && vp != NULL)
		vref(vp);
	mutex_exit(&p->p_lock);
	proc_rele(p);
	if (error != 0 || vp == NULL)
		return (error);
	return (kinfo_path(req, vp));
}

SYSCTL_NODE(_kern, KERN_PROC, proc, 0, NULL, "Processes");
SYSCTL_NODE(_kern_proc, KERN_PROC_ALL, all, CTLFLAG_RD, sysctl_proc_list,
    "Every process");
SYSCTL_NODE(_kern_proc, KERN_PROC_PID, pid, CTLFLAG_RD, sysctl_proc_list,
    "The process with an id");
SYSCTL_NODE(_kern_proc, KERN_PROC_PGRP, pgrp, CTLFLAG_RD, sysctl_proc_list,
    "The members of a group");
SYSCTL_NODE(_kern_proc, KERN_PROC_SESSION, sid, CTLFLAG_RD, sysctl_proc_list,
    "The members of a session");
SYSCTL_NODE(_kern_proc, KERN_PROC_TTY, tty, CTLFLAG_RD, sysctl_proc_list,
    "The processes of a terminal");
SYSCTL_NODE(_kern_proc, KERN_PROC_UID, uid, CTLFLAG_RD, sysctl_proc_list,
    "The processes of an effective user");
SYSCTL_NODE(_kern_proc, KERN_PROC_RUID, ruid, CTLFLAG_RD, sysctl_proc_list,
    "The processes of a real user");
SYSCTL_NODE(_kern_proc, KERN_PROC_ARGS, args, CTLFLAG_RD, sysctl_proc_args,
    "The arguments of a process");
SYSCTL_NODE(_kern_proc, KERN_PROC_PROC, proc, CTLFLAG_RD, sysctl_proc_list,
    "Every process, without threads");
SYSCTL_NODE(_kern_proc, KERN_PROC_ALL | KERN_PROC_INC_THREAD, all_td,
    CTLFLAG_RD, sysctl_proc_list, "Every thread of every process");
SYSCTL_NODE(_kern_proc, KERN_PROC_PID | KERN_PROC_INC_THREAD, pid_td,
    CTLFLAG_RD, sysctl_proc_list, "The threads of the process with an id");
SYSCTL_NODE(_kern_proc, KERN_PROC_PATHNAME, pathname, CTLFLAG_RD,
    sysctl_proc_pathname, "The path of a process's program");
