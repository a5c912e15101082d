/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What sys/vm calls below and beside itself, as far as one thread needs it:
 * locks that know whether they are held, memory that can run out on request, a
 * page table that is a list.
 */
#include <sys/param.h>
#include <sys/condvar.h>
#include <sys/errno.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/kmem.h>
#include <sys/ktrace.h>
#include <sys/md.h>
#include <sys/proc.h>
#include <sys/resourcevar.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/uio.h>
#include <sys/vnode.h>

#include <vm/vm_extern.h>
#include <vm/vm_impl.h>

#include "h_unit_shim.h"

static struct pcpu pcpu;
static struct proc proc;
static struct thread thread = { .td_syslimit = SYSLIMIT_NONE };
struct pcpu *host_pcpu = &pcpu;
struct thread *host_thread = &thread;
u_int ncpu = 1;
u_long shim_pages, shim_live;
u_long shim_fail_after = ULONG_MAX;
u_int shim_locks;
static void (*shim_hook)(void);	/* the last that vm.reclaim calls */
rlim_t shim_limits[RLIM_NLIMITS];

struct host_page {
	struct vm_page	pg;
	char		*data;
};

/* True when this allocation is to fail. */
static bool
shim_fails(void)
{

	if (shim_fail_after == ULONG_MAX)
		return (false);
	if (shim_fail_after == 0)
		return (true);
	shim_fail_after--;
	return (false);
}

void
unit_reset(void)
{
	static bool done;
	u_int i;

	CHECK(!done);		/* a process for each case */
	done = true;
	thread.td_proc = &proc;
	proc.p_pid = 1;
	proc.p_vmspace = &vmspace0;
	for (i = 0; i < RLIM_NLIMITS; i++)
		shim_limits[i] = RLIM_INFINITY;
	mutex_init(&proc.p_lock, "p_lock");
	vm_object_init();
	vm_map_setup();
	vm_space_init();
}

void
panic(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	host_print(fmt, ap);
	va_end(ap);
	host_fail("panic", 0, fmt);
}

int
set_error(int error, const char *file, int line)
{

	return (error);
}

/* --- locks ---------------------------------------------------------------- */

#define	ME	((uintptr_t)&thread)

void
mutex_init(struct kmutex *m, const char *name)
{

	m->m_owner = 0;
}

void
mutex_destroy(struct kmutex *m)
{

	CHECK(m->m_owner == 0);
}

__no_lock_analysis void
mutex_enter(struct kmutex *m)
{

	CHECK(m->m_owner == 0);
	m->m_owner = ME;
	shim_locks++;
}

__no_lock_analysis void
mutex_exit(struct kmutex *m)
{

	CHECK(m->m_owner == ME);
	m->m_owner = 0;
	shim_locks--;
}

__no_lock_analysis bool
mutex_tryenter(struct kmutex *m)
{

	if (m->m_owner != 0)
		return (false);
	mutex_enter(m);
	return (true);
}

void
rw_init(struct rwlock *l, const char *name)
{

	l->rw_word = 0;
}

void
rw_destroy(struct rwlock *l)
{

	CHECK(l->rw_word == 0);
}

void
rw_enter(struct rwlock *l, enum rw_op op)
{

	CHECK(l->rw_word == 0);
	CHECK(shim_locks == 0);
	l->rw_word = op == RW_WRITER ? ME | RW_WRITE : RW_ONE;
	shim_locks++;
}

void
rw_exit(struct rwlock *l)
{

	CHECK(l->rw_word != 0);
	l->rw_word = 0;
	shim_locks--;
}

/* Sometimes refused, as with other readers. */
bool
rw_tryupgrade(struct rwlock *l)
{
	static u_int n;

	CHECK(l->rw_word == RW_ONE);
	if (n++ % 3 == 2)
		return (false);
	l->rw_word = ME | RW_WRITE;
	return (true);
}

void
cv_init(struct cv *c, const char *name)
{
}

void
cv_destroy(struct cv *c)
{
}

void
cv_wait(struct cv *c, struct kmutex *m)
{

	panic("sleeping for ever");
}

void
cv_broadcast(struct cv *c)
{
}

/* --- memory --------------------------------------------------------------- */

struct kmem_cache {
	size_t	size;
	int	(*ctor)(void *, void *, int);
	void	(*dtor)(void *, void *);
};

void
reclaim_register(void (*fn)(void))
{

	shim_hook = fn;
}

/* As if vm were the address space of the only process. */
void
shim_reclaim(struct vmspace *vm)
{

	proc.p_vmspace = vm;
	shim_hook();
	proc.p_vmspace = &vmspace0;
}

struct proc *
proc_hold_next(pid_t pid)
{

	return (pid < proc.p_pid ? &proc : NULL);
}

void
proc_rele(struct proc *p)
{

	CHECK(p == &proc);
}

struct kmem_cache *
kmem_cache_create(const char *name, size_t size, size_t align,
    int (*ctor)(void *, void *, int), void (*dtor)(void *, void *), void *arg)
{
	struct kmem_cache *c = host_alloc(sizeof(*c));

	c->size = size;
	c->ctor = ctor;
	c->dtor = dtor;
	return (c);
}

void *
kmem_cache_alloc(struct kmem_cache *c, int flags)
{
	void *p;

	if (shim_fails())
		return (NULL);
	p = host_alloc(c->size);
	memset(p, 0x5a, c->size);
	if (c->ctor != NULL)
		CHECK(c->ctor(p, NULL, flags) == 0);
	shim_live++;
	return (p);
}

void
kmem_cache_free(struct kmem_cache *c, void *p)
{

	if (c->dtor != NULL)
		c->dtor(p, NULL);
	shim_live--;
	host_free(p);
}

void *
kmem_alloc(size_t size, int flags)
{

	if (shim_fails())
		return (NULL);
	shim_live++;
	return (host_alloc(size));
}

void
kmem_free(void *p, size_t size)
{

	shim_live--;
	host_free(p);
}

struct vm_page *
vm_phys_alloc(int order, int flags)
{
	struct host_page *hp;

	CHECK(order == 0);
	if (shim_fails())
		return (NULL);
	hp = host_alloc(sizeof(*hp));
	memset(hp, 0, sizeof(*hp));
	hp->data = host_alloc(PAGE_SIZE);
	memset(hp->data, (flags & VM_PHYS_ZERO) != 0 ? 0 : 0xdd, PAGE_SIZE);
	shim_pages++;
	return (&hp->pg);
}

void
vm_phys_free(struct vm_page *pg, int order)
{
	struct host_page *hp = (struct host_page *)pg;

	shim_pages--;
	host_free(hp->data);
	host_free(hp);
}

void *
vm_page_kva(const struct vm_page *pg)
{

	return (((const struct host_page *)pg)->data);
}

void
md_page_zero(void *p)
{

	memset(p, 0, PAGE_SIZE);
}

void
md_page_copy(void *dst, const void *src)
{

	memcpy(dst, src, PAGE_SIZE);
}

u_long
vm_phys_total_count(void)
{

	return (1UL << 20);
}

u_long
vm_phys_free_count(void)
{

	return (1000000);
}

/* Memory is back after a wait. */
int
vm_page_wait(void)
{

	CHECK(shim_locks == 0);
	shim_fail_after = ULONG_MAX;
	return (0);
}

void
vm_pageq_insert(struct vm_page *pg)
{

	pg->p_flags |= PG_QUEUED;
}

void
vm_pageq_remove(struct vm_page *pg)
{

	pg->p_flags &= (uint16_t)~PG_QUEUED;
}

/* vm_meter.c's, which has the sysctl nodes too. */
struct vm_percpu vm_percpu[MAXCPU];

u_long
vm_count_sum(enum vm_counter which)
{

	return (vm_percpu[0].vc_count[which]);
}

/* --- the page table ------------------------------------------------------- */

int
pmap_init(struct pmap *pm)
{

	pm->pm_count = 0;
	pm->pm_room = 4096;
	pm->pm_pte = host_alloc(pm->pm_room * sizeof(struct host_pte));
	return (0);
}

void
pmap_destroy(struct pmap *pm)
{

	host_free(pm->pm_pte);
}

struct host_pte *
pmap_find(struct pmap *pm, vm_offset_t va)
{
	u_int i;

	for (i = 0; i < pm->pm_count; i++)
		if (pm->pm_pte[i].va == trunc_page(va))
			return (&pm->pm_pte[i]);
	return (NULL);
}

int
pmap_enter(struct pmap *pm, vm_offset_t va, struct vm_page *pg, int prot,
    int flags)
{
	struct host_pte *pte;

	CHECK((flags & PMAP_NOSLEEP) != 0 && (va & PAGE_MASK) == 0);
	CHECK((prot & (VM_PROT_WRITE | VM_PROT_EXECUTE)) !=
	    (VM_PROT_WRITE | VM_PROT_EXECUTE));
	if (shim_fails())
		return (ENOMEM);
	pte = pmap_find(pm, va);
	if (pte == NULL) {
		CHECK(pm->pm_count < pm->pm_room);
		pte = &pm->pm_pte[pm->pm_count++];
	} else if ((flags & PMAP_KEEP) != 0) {
		CHECK(pte->pg == pg);
		return (0);
	}
	pte->va = va;
	pte->pg = pg;
	pte->prot = prot;
	return (0);
}

void
pmap_remove(struct pmap *pm, vm_offset_t s, vm_offset_t e)
{
	u_int i;

	for (i = 0; i < pm->pm_count;)
		if (pm->pm_pte[i].va >= s && pm->pm_pte[i].va < e)
			pm->pm_pte[i] = pm->pm_pte[--pm->pm_count];
		else
			i++;
}

void
pmap_protect(struct pmap *pm, vm_offset_t s, vm_offset_t e, int prot)
{
	u_int i;

	for (i = 0; i < pm->pm_count; i++)
		if (pm->pm_pte[i].va >= s && pm->pm_pte[i].va < e)
			pm->pm_pte[i].prot &= prot;
}

int
pmap_copy(struct pmap *dst, struct pmap *src, vm_offset_t s, vm_offset_t e,
    bool writeprotect)
{
	static u_int n;
	u_int i;

	for (i = 0; i < src->pm_count; i++) {
		struct host_pte *pte = &src->pm_pte[i];

		if (pte->va < s || pte->va >= e)
			continue;
		if (writeprotect)
			pte->prot &= ~VM_PROT_WRITE;
		/* Only a hint: leave some out. */
		if (n++ % 4 != 3)
			CHECK(pmap_enter(dst, pte->va, pte->pg, pte->prot,
			    PMAP_NOSLEEP) == 0 || true);
	}
	return (0);
}

bool
pmap_extract(struct pmap *pm, vm_offset_t va, vm_paddr_t *pap)
{
	struct host_pte *pte = pmap_find(pm, va);

	if (pte == NULL)
		return (false);
	*pap = (vm_paddr_t)vm_page_kva(pte->pg) + (va & PAGE_MASK);
	return (true);
}

bool
pmap_clear_referenced(struct pmap *pm, vm_offset_t va)
{

	return (false);
}

void
pmap_activate(struct thread *td)
{
}

/* --- a file --------------------------------------------------------------- */

static char file_data[SHIM_FILE_PAGES * 4096];
struct vnode shim_vnode;
u_int shim_io_errors;

static int
file_getpages(struct vnode *vp, struct vm_page **pgs, int n)
{
	int i;

	CHECK(shim_locks == 0);
	if (shim_io_errors != 0 && shim_io_errors-- == 1)
		return (EIO);
	for (i = 0; i < n; i++)
		memcpy(vm_page_kva(pgs[i]), file_data + pgs[i]->p_index *
		    PAGE_SIZE, PAGE_SIZE);
	return (0);
}

static int
file_putpages(struct vnode *vp, struct vm_page **pgs, int n, int flags)
{
	int i;

	CHECK(shim_locks == 0);
	for (i = 0; i < n; i++)
		memcpy(file_data + pgs[i]->p_index * PAGE_SIZE,
		    vm_page_kva(pgs[i]), PAGE_SIZE);
	return (0);
}

static const struct vnode_ops file_ops = {
	.vop_getpages = file_getpages,
	.vop_putpages = file_putpages,
};

struct vm_object *
shim_file_open(off_t size)
{

	memset(file_data, 0, sizeof(file_data));
	shim_vnode.v_usecount = 1;
	shim_vnode.v_op = &file_ops;
	shim_vnode.v_object = vm_object_vnode_create(&shim_vnode, size);
	return (shim_vnode.v_object);
}

char *
shim_file_bytes(void)
{

	return (file_data);
}

void
vrele_slow(struct vnode *vp)
{

	panic("last use of the vnode");
}

int
vn_text_hold(struct vnode *vp)
{

	vp->v_writecount--;
	return (0);
}

void
vn_text_rele(struct vnode *vp)
{

	vp->v_writecount++;
}

int
vn_write_hold(struct vnode *vp)
{

	vp->v_writecount++;
	return (0);
}

void
vn_write_rele(struct vnode *vp)
{

	vp->v_writecount--;
}

int
uiomove(void *p, size_t n, struct uio *uio)
{

	CHECK(shim_locks == 0);
	n = MIN(n, (size_t)uio->uio_resid);
	CHECK(n <= uio->uio_iov->iov_len);
	if (uio->uio_rw == UIO_READ)
		memcpy(uio->uio_iov->iov_base, p, n);
	else
		memcpy(p, uio->uio_iov->iov_base, n);
	uio->uio_iov->iov_base = (char *)uio->uio_iov->iov_base + n;
	uio->uio_iov->iov_len -= n;
	uio->uio_resid -= (ssize_t)n;
	uio->uio_offset += (off_t)n;
	return (0);
}

int
uio_zero(size_t n, struct uio *uio)
{

	CHECK(shim_locks == 0 && uio->uio_rw == UIO_READ);
	n = MIN(n, (size_t)uio->uio_resid);
	CHECK(n <= uio->uio_iov->iov_len);
	memset(uio->uio_iov->iov_base, 0, n);
	uio->uio_iov->iov_base = (char *)uio->uio_iov->iov_base + n;
	uio->uio_iov->iov_len -= n;
	uio->uio_resid -= (ssize_t)n;
	uio->uio_offset += (off_t)n;
	return (0);
}

rlim_t
lim_cur(struct thread *td, int which)
{

	return (shim_limits[which]);
}

/* Nothing is traced here. */
void
ktr_fault(struct thread *td, vm_offset_t va, int access)
{
}

void
ktr_faultend(struct thread *td, int error)
{
}

/* The system calls of vm_mmap.c are not called, but linked. */
int
fd_get_cap(struct thread *td, int fd, const cap_rights_t *r,
    struct fdslot *slot)
{

	return (EBADF);
}

void
file_close(struct file *fp, struct thread *td)
{
}
