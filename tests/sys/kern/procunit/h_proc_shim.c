/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What descriptor tables and pipes need of the rest of the kernel, for one
 * thread that must never wait.
 */
#include <sys/param.h>
#include <sys/condvar.h>
#include <sys/file.h>
#include <sys/eventvar.h>
#include <sys/filedesc.h>
#include <sys/kmem.h>
#include <sys/mutex.h>
#include <sys/notify.h>
#include <sys/proc.h>
#include <sys/resourcevar.h>
#include <sys/spin.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/ucred.h>
#include <sys/vnode.h>
#include <sys/lockf.h>
#include <vm/vm_page.h>

#include "h_proc.h"

struct kmem_cache {
	size_t	kc_size;
};

static struct pcpu	shim_pcpu;
static struct proc	shim_proc;
static struct thread	shim_thread = { .td_proc = &shim_proc };
static struct cred	shim_cred = { .cr_ref = 1, .cr_uid = 7 };
static struct plimit	shim_limit;
struct pcpu		*host_pcpu = &shim_pcpu;
struct thread		*host_thread = &shim_thread;
u_int			maxproc = 1000;
volatile time_t		time_second = 1000;
long			shim_live;
long			shim_fail_after = -1;

void	shim_boot(void);

SYSCTL_ROOT_NODE(CTL_KERN, kern, "");

void
shim_boot(void)
{

	shim_limit.pl_ref = 1;
	shim_limit.pl_rlimit[RLIMIT_NOFILE].rlim_cur = 1000;
	shim_proc.p_limit = &shim_limit;
	shim_proc.p_cred = &shim_cred;
	shim_thread.td_cred = &shim_cred;
	file_init();
	filedesc_init();
	shim_live = 0;
}

void
panic(const char *fmt, ...)
{

	host_fail("panic", 0, fmt);
}

int
set_error(int error, const char *file, int line)
{

	return (error);
}

void *
kmem_alloc(size_t size, int flags)
{
	void *p;

	if (shim_fail_after == 0)
		return (NULL);
	if (shim_fail_after > 0)
		shim_fail_after--;
	p = host_malloc(size);
	memset(p, (flags & KM_ZERO) != 0 ? 0 : 0xa5, size);
	shim_live++;
	return (p);
}

void *
kmem_zalloc(size_t size, int flags)
{

	return (kmem_alloc(size, flags | KM_ZERO));
}

void
kmem_free(void *p, size_t size)
{

	if (p == NULL)
		return;
	shim_live--;
	host_free(p);
}

struct kmem_cache *
kmem_cache_create(const char *name, size_t size, size_t align,
    int (*ctor)(void *, void *, int), void (*dtor)(void *, void *), void *arg)
{
	struct kmem_cache *kc = host_malloc(sizeof(*kc));

	kc->kc_size = size;
	return (kc);
}

void *
kmem_cache_alloc(struct kmem_cache *kc, int flags)
{

	return (kmem_alloc(kc->kc_size, flags));
}

void
kmem_cache_free(struct kmem_cache *kc, void *p)
{

	kmem_free(p, kc->kc_size);
}

void
mutex_init(struct kmutex *m, const char *name)
{

	m->m_owner = 0;
	m->m_name = name;
}

void
mutex_destroy(struct kmutex *m)
{

	CHECK(m->m_owner == 0);
}

void
mutex_enter(struct kmutex *m)
{

	CHECK(m->m_owner == 0);
	m->m_owner = (uintptr_t)host_thread;
}

void
mutex_exit(struct kmutex *m)
{

	CHECK(mutex_owned(m));
	m->m_owner = 0;
}

void
cv_init(struct cv *c, const char *name)
{

	c->cv_name = name;
	TAILQ_INIT(&c->cv_sleepq.sq_head);
}

void
cv_destroy(struct cv *c)
{
}

int
cv_wait_sig(struct cv *c, struct kmutex *m)
{

	host_fail("cv_wait_sig", 0, c->cv_name);
}

void
cv_signal(struct cv *c)
{
}

void
cv_signal_sync(struct cv *c)
{
}

void
cv_broadcast(struct cv *c)
{
}

void
notify_init(struct notify *n)
{

	LIST_INIT(&n->n_head);
}

void
notify_destroy(struct notify *n)
{
}

void
notify_fire_slow(struct notify *n, int events)
{
}

void
poll_record(struct thread *td, struct notify *n)
{
}

void
nanotime(struct timespec *ts)
{

	ts->tv_sec = 1000;
	ts->tv_nsec = 0;
}

u_long
vm_phys_total_count(void)
{

	return (1UL << 16);
}

rlim_t
lim_cur(struct thread *td, int which)
{

	return (td->td_proc->p_limit->pl_rlimit[which].rlim_cur);
}

int
priv_check(const struct cred *cr, enum priv priv)
{

	return (cr->cr_uid == 0 ? 0 : EPERM);
}

void
cred_free(struct cred *cr)
{

	atomic_dec(&cr->cr_ref);
}

void
vrele_slow(struct vnode *vp)
{

	host_fail("vrele", 0, "there are no vnodes");
}

void
lockf_release(struct proc *p, struct vnode *vp)
{

	host_fail("lockf_release", 0, "there are no vnodes");
}

void
lockf_exit(struct proc *p)
{

	host_fail("lockf_exit", 0, "there are no vnodes");
}

void
lockf_file_close(struct file *fp)
{

	host_fail("lockf_file_close", 0, "there are no vnodes");
}

int
sysctl_handle_int(SYSCTL_HANDLER_ARGS)
{

	return (EPERM);
}

int
sysctl_handle_long(SYSCTL_HANDLER_ARGS)
{

	return (EPERM);
}

int
copyin(const void *u, void *k, size_t len)
{

	if (u == NULL)
		return (EFAULT);
	memcpy(k, u, len);
	return (0);
}

int
copyout(const void *k, void *u, size_t len)
{

	if (u == NULL)
		return (EFAULT);
	memcpy(u, k, len);
	return (0);
}

/* No sockets here, so none are in flight. */
u_int	unp_nflight;

bool
unp_is_inflight(const struct file *fp)
{

	host_fail("unp_is_inflight", 0, "there are no sockets");
}

void
unp_collect_slow(void)
{

	host_fail("unp_collect_slow", 0, "there are no sockets");
}

/* Nor event queues. */
void
kqueue_fd_unlink(struct filedesc *fdp, int fd, struct knote_list *list)
{

	host_fail("kqueue_fd_unlink", 0, "there are no event queues");
}

void
knote_list_free(struct knote_list *list)
{

	if (!LIST_EMPTY(list))
		host_fail("knote_list_free", 0, "there are no event queues");
}
