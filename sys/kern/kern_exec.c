/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * execve(2), fexecve(2).
 *
 * Model	First everything that can fail is done, without touching the
 *		process: arguments are copied in, the file is found and checked,
 *		an activator builds a new address space beside the old one, the
 *		stack is written into it, new credentials and argument copies
 *		are allocated.  Then comes the point of no return, in
 *		exec_commit(): signals, descriptors, address space, names and
 *		credentials change, and the thread gets fresh registers.  One
 *		thing can fail behind it: a set-id program whose descriptors 0
 *		to 2 are closed, and that cannot be given /dev/null there, is
 *		killed with SIGKILL.
 *
 * Stack	from the top: path of the program, argument strings, environment
 *		strings, 16 random bytes; then, at an address aligned to 16 and
 *		random to 8 bits, argc, argv, NULL, envp, NULL, auxv.
 *
 * Invariants	(1) from exec_open() on the file cannot be written: the image
 *		    has a text hold, and the mappings of text get their own.
 *		(2) im_head is the file's own first page, held.
 *		(3) no user address is read twice.
 *		(4) nothing outlives an error: exec_close() and exec_done() give
 *		    back whatever an image has.
 *
 * Locks	none across calls; p_lock for names.
 * Context	the running thread, which is its process's only one from
 *		exec_commit() on; sleeps.
 * Tests	tests/sys/kern/t_execve.c
 */
#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/auxv.h>
#include <sys/capsicum.h>
#include <sys/elf.h>
#include <sys/errno.h>
#include <sys/eventvar.h>
#include <sys/exec.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/imgact.h>
#include <sys/kmem.h>
#include <sys/ktrace.h>
#include <sys/md.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/ptimer.h>
#include <sys/random.h>
#include <sys/resourcevar.h>
#include <sys/signalvar.h>
#include <sys/stat.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/ucred.h>
#include <sys/vnode.h>

#include <vm/vm_extern.h>
#include <vm/vm_map.h>

#define	EXEC_NRANDOM	16		/* bytes for AT_RANDOM */
#define	EXEC_PSARGS	4096		/* bytes kept for ps(1) */
#define	EXEC_PSENV	4096		/* bytes kept for procstat(1) */
#define	EXEC_TRAMPOFF	64		/* of the trampoline in its page */

struct vm_object *exec_sigtramp_object;	/* its page, mapped by everybody */

static const struct image_activator *const activators[] = {
	&elf64_activator,
	&shell_activator,
};

/*
 * Make the page with the signal trampoline.
 */
void
exec_init(void)
{
	struct vm_page *pg;
	size_t len = (size_t)(md_sigtramp_end - md_sigtramp);
	char *kva;

	KASSERT(len <= PAGE_SIZE - EXEC_TRAMPOFF);
	pg = vm_page_alloc(KM_NOSLEEP | VM_PHYS_ZERO);
	if (pg == NULL)
		panic("exec_init: no memory");
	kva = vm_page_kva(pg);
	/* Unwinders look at the byte before the code: a no-op of the port. */
	memcpy(kva + EXEC_TRAMPOFF - 1, md_sigtramp - 1, len + 1);
	exec_sigtramp_object = vm_object_fixed_alloc(&pg, 1);
	if (exec_sigtramp_object == NULL)
		panic("exec_init: no memory");
}

/*
 * Check that vp, locked and referenced, which is consumed, may be run, and keep
 * it from being written.
 */
static int
exec_check(struct image *im, struct vnode *vp)
{
	struct thread *td = im->im_td;
	struct vattr va;
	int error = 0;

	if (vp->v_type != VREG)
		error = SET_ERROR(EACCES);
	if (error == 0 && (vp->v_mount->mnt_flag & MNT_NOEXEC) != 0)
		error = SET_ERROR(EACCES);
	/*
	 * A file system may make the object of a file when it is opened.  What
	 * is decided below holds for one moment, under the lock.
	 */
	if (error == 0 && vp->v_object == NULL) {
		vn_unlock(vp);
		error = vn_lock(vp, RW_WRITER);
		if (error != 0) {
			vrele(vp);
			return (error);
		}
		error = VOP_OPEN(vp, FREAD, td->td_cred);
	}
	if (error == 0)
		error = VOP_ACCESS(vp, VEXEC, td->td_cred);
	if (error == 0)
		error = VOP_GETATTR(vp, &va, td->td_cred);
	if (error == 0)
		error = vn_text_hold(vp);
	if (error != 0) {
		vput(vp);
		return (error);
	}
	im->im_flags = 0;
	if ((vp->v_mount->mnt_flag & MNT_NOSUID) != 0)
		im->im_flags |= IMF_NOSETID;
	im->im_object = vp->v_object;
	if (im->im_object != NULL)
		vm_object_ref(im->im_object);
	vn_unlock(vp);
	im->im_vp = vp;
	im->im_size = va.va_size;
	im->im_mode = va.va_mode;
	im->im_uid = va.va_uid;
	im->im_gid = va.va_gid;
	return (0);
}

/*
 * Find the program, and check it.
 */
static int
exec_open(struct image *im, const char *path, struct nameidata *nd)
{
	int error;

	NDINIT(nd, LOOKUP, FOLLOW | LOCKLEAF | LOCKSHARED, UIO_SYSSPACE,
	    path, im->im_td);
	error = namei(nd);
	return (error != 0 ? error : exec_check(im, nd->ni_vp));
}

/*
 * The same with a program that somebody has opened.
 */
static int
exec_reopen(struct image *im, struct vnode *vp)
{
	int error;

	vref(vp);
	error = vn_lock(vp, RW_READER);
	if (error != 0) {
		vrele(vp);
		return (error);
	}
	return (exec_check(im, vp));
}

/*
 * Give back what exec_check() and exec_head() took.
 */
static void
exec_close(struct image *im)
{

	if (im->im_headpage != NULL)
		vm_page_unhold(im->im_headpage);
	im->im_headpage = NULL;
	if (im->im_vp != NULL) {
		if (im->im_object != NULL)
			vm_object_deref(im->im_object);
		vn_text_rele(im->im_vp);
		vrele(im->im_vp);
	}
	im->im_vp = NULL;
}

/*
 * Get the first page of the file.
 */
static int
exec_head(struct image *im)
{
	int error;

	if (im->im_object == NULL || im->im_size <= 0)
		return (SET_ERROR(ENOEXEC));
	error = ubc_hold(im->im_object, 0, &im->im_headpage);
	if (error != 0)
		return (error);
	im->im_head = vm_page_kva(im->im_headpage);
	im->im_headlen = (size_t)MIN(im->im_size, (off_t)PAGE_SIZE);
	return (0);
}

/*
 * The file is a script: run its interpreter with the script's path instead of
 * argv[0].
 */
static int
exec_interpreter(struct image *im, const char *path)
{
	const char *args[3];
	u_int n = 0;

	if (im->im_depth++ == EXEC_MAXINTERP)
		return (SET_ERROR(ELOOP));
	args[n++] = im->im_interp;
	if (im->im_interparg[0] != '\0')
		args[n++] = im->im_interparg;
	args[n++] = path;
	return (exec_replace_arg0(im->im_args, args, n));
}

/*
 * Find the program that is to run in the end, and build its address space.
 */
static int
exec_load(struct image *im, const struct exec_source *xs)
{
	const char *path = xs->xs_path;
	struct vnode *vp = xs->xs_vp;
	struct nameidata *nd;
	u_int i;
	int error;

	nd = kmem_alloc(sizeof(*nd), KM_SLEEP);
	if (nd == NULL)
		return (SET_ERROR(ENOMEM));
	for (;;) {
		error = vp != NULL ? exec_reopen(im, vp) :
		    exec_open(im, path, nd);
		if (error == 0)
			error = exec_head(im);
		if (error != 0)
			break;
		error = ENOEXEC;
		for (i = 0; i < nitems(activators); i++) {
			error = activators[i]->ia_activate(im);
			if (error != -1)
				break;
		}
		if (error == -1)
			error = SET_ERROR(ENOEXEC);
		if (error != 0 || (im->im_flags & IMF_INTERP) == 0)
			break;
		error = vp != NULL && xs->xs_closes ? SET_ERROR(ENOENT) :
		    exec_interpreter(im, path);
		if (error != 0)
			break;
		vp = NULL;
		exec_close(im);
		(void)strlcpy(im->im_execpath, im->im_interp,
		    sizeof(im->im_execpath));
		path = im->im_execpath;
	}
	kmem_free(nd, sizeof(*nd));
	return (error);
}

/*
 * The credentials that a set-id program runs with: *credp, or NULL when they
 * do not change.
 */
static int
exec_cred(struct image *im, struct cred **credp)
{
	struct cred *old = im->im_td->td_cred, *new;
	uid_t uid = old->cr_uid;
	gid_t gid = old->cr_gid;

	*credp = NULL;
	if ((im->im_flags & IMF_NOSETID) == 0) {
		if ((im->im_mode & S_ISUID) != 0)
			uid = im->im_uid;
		/* Without group execute permission the bit means nothing. */
		if ((im->im_mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP))
			gid = im->im_gid;
	}
	if (uid == old->cr_uid && gid == old->cr_gid &&
	    old->cr_svuid == uid && old->cr_svgid == gid)
		return (0);
	new = cred_dup(old, old->cr_ngroups);
	if (new == NULL)
		return (SET_ERROR(ENOMEM));
	new->cr_uid = new->cr_svuid = uid;
	new->cr_gid = new->cr_svgid = gid;
	*credp = new;
	return (0);
}

/*
 * Whether the program gains what who started it does not have.
 */
static bool
exec_is_setid(const struct cred *cr)
{

	return (cr->cr_uid != cr->cr_ruid || cr->cr_gid != cr->cr_rgid);
}

struct exec_stack {
	uint64_t	*es_words;	/* what goes to es_sp */
	size_t		 es_nwords;
	size_t		 es_max;
	vm_offset_t	 es_sp;
	vm_offset_t	 es_strings;	/* argument strings */
	vm_offset_t	 es_execpath;
	vm_offset_t	 es_random;
};

static void
stack_word(struct exec_stack *st, uint64_t w)
{

	KASSERT(st->es_nwords < st->es_max);
	st->es_words[st->es_nwords++] = w;
}

static void
stack_aux(struct exec_stack *st, long tag, uint64_t value)
{

	stack_word(st, (uint64_t)tag);
	stack_word(st, value);
}

/*
 * n pointers to strings that follow each other: the one at kernel address s is
 * at va.  Returns the kernel address behind them.
 */
static const char *
stack_vector(struct exec_stack *st, const char *s, vm_offset_t va, u_int n)
{
	size_t len;

	for (; n > 0; n--) {
		stack_word(st, va);
		len = strlen(s) + 1;
		s += len;
		va += len;
	}
	stack_word(st, 0);
	return (s);
}

static void
stack_auxv(struct image *im, struct exec_stack *st, const struct cred *cr,
    vm_offset_t argv, vm_offset_t envv)
{
	const struct exec_args *ea = im->im_args;

	if (im->im_phdr != 0) {
		stack_aux(st, AT_PHDR, im->im_phdr);
		stack_aux(st, AT_PHENT, sizeof(Elf_Phdr));
		stack_aux(st, AT_PHNUM, im->im_phnum);
	}
	stack_aux(st, AT_PAGESZ, PAGE_SIZE);
	stack_aux(st, AT_BASE, 0);
	stack_aux(st, AT_FLAGS, 0);
	stack_aux(st, AT_ENTRY, im->im_entry);
	stack_aux(st, AT_UID, cr->cr_ruid);
	stack_aux(st, AT_EUID, cr->cr_uid);
	stack_aux(st, AT_GID, cr->cr_rgid);
	stack_aux(st, AT_EGID, cr->cr_gid);
	stack_aux(st, AT_EXECPATH, st->es_execpath);
	stack_aux(st, AT_RANDOM, st->es_random);
	stack_aux(st, AT_RANDOMLEN, EXEC_NRANDOM);
	stack_aux(st, AT_OSRELDATE, __Tessera__);
	stack_aux(st, AT_NCPUS, ncpu);
	stack_aux(st, AT_STACKPROT, VM_PROT_RW);
	stack_aux(st, AT_ARGC, ea->ea_argc);
	stack_aux(st, AT_ARGV, argv);
	stack_aux(st, AT_ENVC, ea->ea_envc);
	stack_aux(st, AT_ENVV, envv);
	stack_aux(st, AT_SYSINFO_SIGTRAMP, im->im_vmspace->vm_sigtramp);
	stack_aux(st, AT_SECURE, exec_is_setid(cr));
	stack_aux(st, AT_NULL, 0);
}

#define	EXEC_AUXMAX	24		/* stack_aux() calls above */

/*
 * Map the stack and the trampoline.
 */
static int
exec_map_stack(struct image *im)
{
	struct vmspace *vm = im->im_vmspace;
	struct vm_map *map = &vm->vm_map;
	struct vm_map_req tramp = {
		.r_start = vm->vm_stacktop, .r_end = vm->vm_stacktop +
		    PAGE_SIZE, .r_vobj = exec_sigtramp_object,
		.r_prot = VM_PROT_RX, .r_maxprot = VM_PROT_RX,
		.r_flags = ME_SHARED,
	};
	struct vm_map_entry *spares[2];
	vm_offset_t bottom = vm->vm_stacktop - VM_STACK_MAX;
	int error;

	spares[0] = vm_map_entry_alloc();
	spares[1] = vm_map_entry_alloc();
	rw_enter(&map->m_lock, RW_WRITER);
	if (spares[0] == NULL || spares[1] == NULL) {
		error = SET_ERROR(ENOMEM);
		goto out;
	}
	if (!vm_map_range_free(map, bottom, tramp.r_end)) {
		error = SET_ERROR(ENOEXEC);	/* the program is there */
		goto out;
	}
	vm_map_stack(map, bottom, vm->vm_stacktop, VM_STACK_INIT,
	    VM_PROT_RW, ME_MAINSTACK, spares);
	vm->vm_ssize = VM_STACK_INIT;
	vm_object_ref(exec_sigtramp_object);
	error = vm_map_insert(map, &tramp);
	if (error != 0)
		vm_object_deref(exec_sigtramp_object);
	vm->vm_sigtramp = vm->vm_stacktop + EXEC_TRAMPOFF;
out:
	rw_exit(&map->m_lock);
	if (spares[0] != NULL)
		vm_map_entry_free(spares[0]);
	if (spares[1] != NULL)
		vm_map_entry_free(spares[1]);
	return (error);
}

/*
 * Write the new stack; cr are the credentials that the program will have.
 */
static int
exec_stack(struct image *im, const struct cred *cr, vm_offset_t *spp)
{
	struct vm_map *map = &im->im_vmspace->vm_map;
	const struct exec_args *ea = im->im_args;
	struct exec_stack st;
	uint8_t noise[EXEC_NRANDOM];
	size_t pathlen = strlen(im->im_execpath) + 1;
	size_t strings = ea->ea_arglen + ea->ea_envlen;
	vm_offset_t argv, envv;
	const char *s;
	int error;

	error = exec_map_stack(im);
	if (error != 0)
		return (error);
	st.es_max = ea->ea_argc + ea->ea_envc + 3 + 2 * EXEC_AUXMAX;
	st.es_nwords = 0;
	st.es_words = kmem_alloc(st.es_max * sizeof(uint64_t), KM_SLEEP);
	if (st.es_words == NULL)
		return (SET_ERROR(ENOMEM));
	st.es_execpath = im->im_vmspace->vm_stacktop - pathlen;
	st.es_strings = st.es_execpath - strings;
	st.es_random = rounddown2(st.es_strings - EXEC_NRANDOM, 16);
	st.es_sp = rounddown2(st.es_random - (random_u32() & 0xff0) -
	    st.es_max * sizeof(uint64_t), 16);
	argv = st.es_sp + sizeof(uint64_t);
	envv = argv + (ea->ea_argc + 1) * sizeof(uint64_t);

	stack_word(&st, ea->ea_argc);
	s = stack_vector(&st, ea->ea_buf, st.es_strings, ea->ea_argc);
	(void)stack_vector(&st, s, st.es_strings + ea->ea_arglen, ea->ea_envc);
	stack_auxv(im, &st, cr, argv, envv);

	random_bytes(noise, sizeof(noise));
	error = vm_map_copyout(map, im->im_execpath, st.es_execpath, pathlen);
	if (error == 0)
		error = vm_map_copyout(map, ea->ea_buf, st.es_strings,
		    strings);
	if (error == 0)
		error = vm_map_copyout(map, noise, st.es_random,
		    sizeof(noise));
	if (error == 0)
		error = vm_map_copyout(map, st.es_words, st.es_sp,
		    st.es_nwords * sizeof(uint64_t));
	kmem_free(st.es_words, st.es_max * sizeof(uint64_t));
	explicit_bzero(noise, sizeof(noise));
	if (error == EFAULT)		/* RLIMIT_STACK, RLIMIT_AS */
		error = SET_ERROR(E2BIG);
	*spp = st.es_sp;
	return (error);
}

/*
 * Open /dev/null; *fdp is the lowest free descriptor.
 */
static int
exec_open_null(struct thread *td, int *fdp)
{
	struct nameidata *nd;
	struct file *fp;
	int error;

	nd = kmem_alloc(sizeof(*nd), KM_SLEEP);
	if (nd == NULL)
		return (SET_ERROR(ENOMEM));
	error = file_alloc(td, &fp);
	if (error == 0) {
		NDINIT(nd, LOOKUP, FOLLOW | LOCKLEAF, UIO_SYSSPACE,
		    "/dev/null", td);
		error = vn_open_file(nd, FREAD | FWRITE, 0, fp);
		if (error == 0)
			error = fd_alloc(td, fp, 0, fdp);
		else
			file_drop(fp);
	}
	kmem_free(nd, sizeof(*nd));
	return (error);
}

/*
 * A set-id program must not find its own files under descriptors 0 to 2.
 */
static void
exec_fix_descriptors(struct thread *td)
{
	struct filedesc *fdp = td->td_proc->p_fd;
	int error = 0, fd, i;

	for (i = 0; i < 3 && error == 0; i++) {
		if ((fdp->fd_map[0] & 1UL << i) != 0)
			continue;
		error = exec_open_null(td, &fd);
		if (error == 0 && fd != i)
			error = SET_ERROR(EBADF);
	}
	if (error != 0) {
		log(LOG_WARNING, "pid %d (%s): no descriptors 0 to 2 for a "
		    "set-id program: error %d\n", td->td_proc->p_pid,
		    td->td_proc->p_comm, error);
		mutex_enter(&td->td_proc->p_lock);
		psignal(td->td_proc, SIGKILL);
		mutex_exit(&td->td_proc->p_lock);
	}
}

/*
 * What ps(1) and procstat(1) will show.
 */
static struct pargs *
exec_pargs(const struct exec_args *ea)
{
	struct pargs *pa;
	size_t len = MIN(ea->ea_arglen, EXEC_PSARGS);
	size_t envlen = MIN(ea->ea_envlen, EXEC_PSENV);

	pa = pargs_alloc((u_int)len, (u_int)envlen);
	if (pa != NULL) {
		memcpy(pa->pa_data, ea->ea_buf, len);
		if (len != 0)
			pa->pa_data[len - 1] = '\0';
		memcpy(pa->pa_data + len, ea->ea_buf + ea->ea_arglen, envlen);
		if (envlen != 0)
			pa->pa_data[len + envlen - 1] = '\0';
	}
	return (pa);
}

/*
 * The process becomes the program, and its other threads end.  Once the signals
 * are reset there is no way back.  Who sees a descriptor close sees a process
 * that has called execve.
 */
static int
exec_commit(struct image *im, struct cred *cred, struct pargs *pa,
    vm_offset_t sp)
{
	struct thread *td = im->im_td;
	struct proc *p = td->td_proc;
	struct pargs *oldpa;
	struct vnode *oldvp;
	struct vmspace *vm = im->im_vmspace;
	bool setid;
	int error;

	error = thread_single(td);
	/* A thread that has ended may have changed the identity. */
	if (error == 0 && p->p_cred != td->td_cred)
		error = ERESTARTALWAYS;
	if (error == 0)
		error = execsigs(td);
	if (error != 0)
		return (error);
	if (p->p_ptimers != NULL)
		ptimers_exec(p);
	im->im_vmspace = NULL;
	vmspace_exec(td, vm);
	if (cred != NULL) {
		error = proc_set_cred(td, cred);
		KASSERT(error == 0);
	}
	setid = exec_is_setid(td->td_cred);
	vref(im->im_vp);
	mutex_enter(&p->p_lock);
	(void)strlcpy(p->p_comm, im->im_comm, sizeof(p->p_comm));
	oldpa = p->p_args;
	p->p_args = pa;
	oldvp = p->p_textvp;
	p->p_textvp = im->im_vp;
	p->p_sigtramp = vm->vm_sigtramp;
	p->p_psstrings = vm->vm_stacktop;
	p->p_flag |= P_EXEC;
	if (setid)
		p->p_flag |= P_SUGID;
	else
		p->p_flag &= ~(uint32_t)P_SUGID;
	proc_event(p, NOTE_EXEC);
	mutex_exit(&p->p_lock);
	pargs_drop(oldpa);
	if (oldvp != NULL)
		vrele(oldvp);
	fdcloseexec(td);
	if (setid) {
		ktr_exec(td);
		exec_fix_descriptors(td);
	}
	fork_done(td);
	cpu_exec_setregs(td, im->im_entry, sp);
	return (0);
}

/*
 * What the program is called: its path, as far as that is known, and the last
 * part of it.
 */
static void
exec_set_names(struct image *im, const struct exec_source *xs)
{
	char *path;

	if (xs->xs_vp != NULL && vn_fullpath(im->im_td, xs->xs_vp,
	    im->im_execpath, sizeof(im->im_execpath), &path) == 0)
		memmove(im->im_execpath, path, strlen(path) + 1);
	else
		(void)strlcpy(im->im_execpath, xs->xs_path,
		    sizeof(im->im_execpath));
	path = strrchr(im->im_execpath, '/');
	path = path == NULL ? im->im_execpath : path + 1;
	(void)strlcpy(im->im_comm, path, sizeof(im->im_comm));
}

int
exec_source_run(struct thread *td, const struct exec_source *xs,
    struct exec_args *ea)
{
	struct pargs *pa = NULL;
	struct cred *cred = NULL;
	struct image *im;
	vm_offset_t sp;
	int error;

	im = kmem_alloc(sizeof(*im), KM_SLEEP);
	if (im == NULL)
		return (SET_ERROR(ENOMEM));
	im->im_td = td;
	im->im_args = ea;
	im->im_vp = NULL;
	im->im_headpage = NULL;
	im->im_vmspace = NULL;
	im->im_depth = 0;
	exec_set_names(im, xs);
	error = exec_load(im, xs);
	if (error == 0)
		error = exec_cred(im, &cred);
	if (error == 0)
		error = exec_stack(im, cred != NULL ? cred : td->td_cred, &sp);
	if (error == 0) {
		pa = exec_pargs(ea);
		error = pa == NULL ? SET_ERROR(ENOMEM) :
		    exec_commit(im, cred, pa, sp);
	}
	if (error != 0) {
		if (pa != NULL)
			pargs_drop(pa);
		if (cred != NULL)
			cred_free(cred);
		if (im->im_vmspace != NULL)
			vmspace_free(im->im_vmspace);
	}
	exec_close(im);
	kmem_free(im, sizeof(*im));
	return (error);
}

int
exec_run(struct thread *td, const char *path, struct exec_args *ea)
{
	const struct exec_source xs = { .xs_path = path };

	return (exec_source_run(td, &xs, ea));
}

int
exec_first(struct thread *td, const char *const *paths, const char *arg1)
{
	struct exec_args ea;
	int error = ENOENT;

	for (; *paths != NULL; paths++) {
		error = exec_args_init(&ea);
		if (error != 0)
			return (error);
		error = exec_add_arg(&ea, *paths);
		if (error == 0 && arg1 != NULL)
			error = exec_add_arg(&ea, arg1);
		if (error == 0)
			error = exec_run(td, *paths, &ea);
		exec_args_free(&ea);
		if (error == 0)
			return (0);
		printf("exec %s: error %d\n", *paths, error);
	}
	return (error);
}

int
sys_execve(struct thread *td, const struct execve_args *uap, register_t *rv)
{
	struct exec_args ea;
	char *path;
	int error;

	path = kmem_alloc(PATH_MAX, KM_SLEEP);
	if (path == NULL)
		return (SET_ERROR(ENOMEM));
	error = copyinstr(uap->path, path, PATH_MAX, NULL);
	if (error == 0)
		error = exec_args_init(&ea);
	if (error == 0) {
		error = exec_copyin_args(&ea, uap->argv, uap->envp);
		if (error == 0)
			error = exec_run(td, path, &ea);
		exec_args_free(&ea);
	}
	kmem_free(path, PATH_MAX);
	return (error);
}

/*
 * The file of a descriptor, referenced, that may be executed; *closesp: it is
 * closed then.  EBADF, EINVAL, ENOTCAPABLE.
 */
static int
fexecve_get(struct thread *td, int fd, struct file **fpp, bool *closesp)
{
	struct fdslot slot;
	u_int flag;
	int error;

	error = fd_get_cap(td, fd, &cap_fexecve_rights, &slot);
	if (error != 0)
		return (error);
	flag = atomic_load_relaxed(&slot.fs_file->f_flag);
	if ((flag & (FREAD | O_EXEC)) == 0 || (flag & FWRITE) != 0)
		error = SET_ERROR(EBADF);
	else if (slot.fs_file->f_vnode == NULL)
		error = SET_ERROR(EINVAL);
	if (error != 0) {
		file_drop(slot.fs_file);
		return (error);
	}
	*fpp = slot.fs_file;
	*closesp = (slot.fs_flags & FDS_CLOEXEC) != 0;
	return (0);
}

int
sys_fexecve(struct thread *td, const struct fexecve_args *uap, register_t *rv)
{
	struct exec_source xs;
	struct exec_args ea;
	struct file *fp;
	char path[sizeof("/dev/fd/") + 10];
	int error;

	error = fexecve_get(td, uap->fd, &fp, &xs.xs_closes);
	if (error != 0)
		return (error);
	(void)snprintf(path, sizeof(path), "/dev/fd/%d", uap->fd);
	xs.xs_path = path;
	xs.xs_vp = fp->f_vnode;
	error = exec_args_init(&ea);
	if (error == 0) {
		error = exec_copyin_args(&ea, uap->argv, uap->envp);
		if (error == 0)
			error = exec_source_run(td, &xs, &ea);
		exec_args_free(&ea);
	}
	file_drop(fp);
	return (error);
}
