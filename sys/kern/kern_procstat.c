/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What procstat(1) learns of a process: descriptors, mappings, environment and
 * the like, as sysctl nodes below kern.proc.  Each names one process, which the
 * caller must be allowed to look into (cred_cansee()): EPERM.
 *
 * A table of descriptors is read in pieces, of which each is of one moment: the
 * files of a piece are referenced under p_lock and fd_lock, and described with
 * neither, since that may sleep in a file system.  p_lock keeps the table, for
 * exit takes it away under that lock (fdfree()).
 *
 * Locks	p_lock -> fd_lock, while references are taken; none else.
 * Tests	tests/sys/kern/t_procstat.c
 */

#include <sys/param.h>
#include <sys/conf.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/kmem.h>
#include <sys/ktrace.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/procdesc.h>
#include <sys/socketvar.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/ucred.h>
#include <sys/un.h>
#include <sys/user.h>
#include <sys/vnode.h>
#include <vm/vm_extern.h>
#include <vm/vm_map.h>
#include <vm/vm_object.h>

#define	FILES_PIECE	32		/* descriptors looked at at a time */
#define	STRINGS_MAX	(PATH_MAX + sizeof(struct sockaddr_un))

/* A descriptor of somebody else's, its file referenced. */
struct peek {
	struct file	*pk_file;
	cap_rights_t	pk_rights;
	int		pk_fd;
	bool		pk_cloexec;
	bool		pk_limited;
};

/* One request for descriptors. */
struct files_req {
	struct sysctl_req *fr_req;
	struct kinfo_file *fr_kf;	/* with STRINGS_MAX bytes of strings */
	struct stat	fr_stat;
	struct sockaddr_storage fr_addr;
	struct peek	fr_peek[FILES_PIECE];
};

/*
 * The process that a node's component names, held, if the caller may look into
 * it.  EINVAL, EPERM, ESRCH.
 */
static int
procstat_find(const int *name, intptr_t namelen, struct sysctl_req *req,
    struct proc **pp)
{
	struct proc *p;
	int error;

	error = kinfo_name_proc(name, namelen, &p);
	if (error != 0)
		return (error);
	mutex_enter(&p->p_lock);
	error = cred_cansee(req->req_td->td_cred, p);
	mutex_exit(&p->p_lock);
	if (error != 0)
		proc_rele(p);
	else
		*pp = p;
	return (error);
}

/*
 * Release p after a request that ended with error.  The process may have run a
 * set-user-id program meanwhile, so the question is asked again: what was
 * gathered of somebody else's is thrown away.
 */
static int
procstat_done(struct sysctl_req *req, struct proc *p, int error)
{
	int error2;

	mutex_enter(&p->p_lock);
	error2 = cred_cansee(req->req_td->td_cred, p);
	mutex_exit(&p->p_lock);
	proc_rele(p);
	if (error2 != 0)
		req->req_oldidx = 0;
	return (error2 != 0 ? error2 : error);
}

static int
sysctl_proc_env(SYSCTL_HANDLER_ARGS)
{
	struct pargs *pa;
	struct proc *p;
	int error;

	error = procstat_find(arg1, arg2, req, &p);
	if (error != 0)
		return (error);
	mutex_enter(&p->p_lock);
	pa = pargs_hold(p->p_args);
	mutex_exit(&p->p_lock);
	if (pa != NULL)
		error = SYSCTL_OUT(req, pa->pa_data + pa->pa_len,
		    pa->pa_envlen);
	pargs_drop(pa);
	return (procstat_done(req, p, error));
}

static int
sysctl_proc_groups(SYSCTL_HANDLER_ARGS)
{
	struct cred *cr;
	struct proc *p;
	int error;

	error = procstat_find(arg1, arg2, req, &p);
	if (error != 0)
		return (error);
	cr = proc_get_cred(p);
	proc_rele(p);
	if (cr == NULL)
		return (SET_ERROR(ESRCH));
	error = SYSCTL_OUT(req, cr->cr_groups,
	    cr->cr_ngroups * sizeof(cr->cr_groups[0]));
	cred_free(cr);
	return (error);
}

/*
 * Directories and mask of p: the vnodes are referenced, or NULL.  False: they
 * are gone.
 */
static bool
procstat_cwd(struct proc *p, struct vnode **cdirp, struct vnode **rdirp,
    int *maskp)
{
	struct filedesc *fdp;

	*cdirp = *rdirp = NULL;
	mutex_enter(&p->p_lock);
	fdp = p->p_fd;
	if (fdp != NULL) {
		mutex_enter(&fdp->fd_lock);
		if ((*cdirp = fdp->fd_cwd.cwd_cdir) != NULL)
			vref(*cdirp);
		if ((*rdirp = fdp->fd_cwd.cwd_rdir) != NULL)
			vref(*rdirp);
		*maskp = fdp->fd_cwd.cwd_cmask;
		mutex_exit(&fdp->fd_lock);
	}
	mutex_exit(&p->p_lock);
	return (fdp != NULL);
}

static int
sysctl_proc_umask(SYSCTL_HANDLER_ARGS)
{
	struct vnode *cdir, *rdir;
	struct proc *p;
	int error, mask;
	bool found;

	error = procstat_find(arg1, arg2, req, &p);
	if (error != 0)
		return (error);
	found = procstat_cwd(p, &cdir, &rdir, &mask);
	proc_rele(p);
	if (cdir != NULL)
		vrele(cdir);
	if (rdir != NULL)
		vrele(rdir);
	if (!found)
		return (SET_ERROR(ESRCH));
	return (SYSCTL_OUT(req, &mask, sizeof(mask)));
}

/* --- descriptors ---------------------------------------------------------- */

/*
 * The path of vp into buf, of size bytes; empty when it has none any more.  A
 * device goes by the name that it has in /dev.
 */
static void
procstat_path(struct thread *td, struct vnode *vp, char *buf, size_t size)
{
	struct cdev *dev = NULL;
	char *path;

	if (vn_fullpath(td, vp, buf, size, &path) == 0) {
		memmove(buf, path, strlen(path) + 1);
		return;
	}
	buf[0] = '\0';
	if (vp->v_type == VCHR || vp->v_type == VBLK)
		dev = dev_lookup(vp->v_rdev);
	if (dev != NULL) {
		snprintf(buf, size, "/dev/%s", dev->si_name);
		dev_rele(dev);
	}
}

static void
procstat_stat(struct kinfo_file *kf, const struct stat *st)
{

	kf->kf_mode = st->st_mode;
	kf->kf_size = st->st_size;
	kf->kf_dev = st->st_dev;
	kf->kf_ino = st->st_ino;
}

/*
 * Give kf, behind whose first string lies the second.
 */
static int
procstat_put(struct files_req *fr)
{
	struct kinfo_file *kf = fr->fr_kf;
	size_t len, used;

	len = strlen(kf->kf_path) + 1;
	len += strlen(kf->kf_path + len) + 1;
	used = sizeof(*kf) + len;
	kf->kf_structsize = (int)roundup(used, sizeof(uint64_t));
	memset(kf->kf_path + len, 0, (size_t)kf->kf_structsize - used);
	return (SYSCTL_OUT(fr->fr_req, kf, (size_t)kf->kf_structsize));
}

/*
 * A vnode that the process uses without a descriptor; consumes the reference.
 */
static int
procstat_put_vnode(struct files_req *fr, struct vnode *vp, int fd)
{
	struct thread *td = fr->fr_req->req_td;
	struct kinfo_file *kf = fr->fr_kf;

	if (vp == NULL)
		return (0);
	memset(kf, 0, sizeof(*kf));
	kf->kf_fd = fd;
	kf->kf_type = KF_TYPE_VNODE;
	kf->kf_flags = fd == KF_FD_TRACE ? KF_FLAG_WRITE | KF_FLAG_APPEND :
	    KF_FLAG_READ;
	kf->kf_offset = -1;
	if (vn_stat(vp, &fr->fr_stat, td->td_cred) == 0)
		procstat_stat(kf, &fr->fr_stat);
	procstat_path(td, vp, kf->kf_path, PATH_MAX);
	kf->kf_path[strlen(kf->kf_path) + 1] = '\0';
	vrele(vp);
	return (procstat_put(fr));
}

/*
 * The path in the address of fr, NUL-terminated, into buf.
 */
static size_t
procstat_sockaddr(const struct files_req *fr, char *buf)
{
	const struct sockaddr_un *sun =
	    (const struct sockaddr_un *)(const void *)&fr->fr_addr;
	const size_t off = offsetof(struct sockaddr_un, sun_path);
	size_t len = 0;

	if (sun->sun_family == AF_UNIX && sun->sun_len > off)
		len = strnlen(sun->sun_path, sun->sun_len - off);
	memcpy(buf, sun->sun_path, len);
	buf[len] = '\0';
	return (len + 1);
}

static void
procstat_socket(struct files_req *fr, struct socket *so)
{
	struct kinfo_file *kf = fr->fr_kf;
	const struct protosw *pr = so->so_proto;
	size_t len;

	kf->kf_domain = pr->pr_domain;
	kf->kf_socktype = pr->pr_type;
	memset(&fr->fr_addr, 0, sizeof(fr->fr_addr));
	(void)pr->pr_sockname(so, &fr->fr_addr);
	len = procstat_sockaddr(fr, kf->kf_path);
	memset(&fr->fr_addr, 0, sizeof(fr->fr_addr));
	(void)pr->pr_peername(so, &fr->fr_addr);
	(void)procstat_sockaddr(fr, kf->kf_path + len);
}

/*
 * Descriptor pk, to whose file ours of this piece are `held' references.
 */
static int
procstat_put_file(struct files_req *fr, const struct peek *pk, u_int held)
{
	static const struct {
		u_int	from;
		int	to;
	} flags[] = {
		{ FREAD, KF_FLAG_READ },
		{ FWRITE, KF_FLAG_WRITE },
		{ O_APPEND, KF_FLAG_APPEND },
		{ O_NONBLOCK, KF_FLAG_NONBLOCK },
		{ O_SYNC, KF_FLAG_SYNC },
	};
	struct thread *td = fr->fr_req->req_td;
	struct kinfo_file *kf = fr->fr_kf;
	struct file *fp = pk->pk_file;
	u_int fflag = atomic_load_relaxed(&fp->f_flag);

	memset(kf, 0, sizeof(*kf) + 2);
	kf->kf_fd = pk->pk_fd;
	kf->kf_type = fp->f_type;
	for (u_int i = 0; i < nitems(flags); i++) {
		if ((fflag & flags[i].from) != 0)
			kf->kf_flags |= flags[i].to;
	}
	if (pk->pk_cloexec)
		kf->kf_flags |= KF_FLAG_CLOEXEC;
	if (pk->pk_limited)
		kf->kf_flags |= KF_FLAG_LIMITED;
	kf->kf_refs = atomic_load_relaxed(&fp->f_count) - held;
	kf->kf_offset = (fp->f_ops->fo_flags & FO_SEEKABLE) != 0 ?
	    atomic_load_relaxed(&fp->f_offset) : -1;
	memcpy(kf->kf_rights, pk->pk_rights.cr_rights,
	    sizeof(kf->kf_rights));
	if (fp->f_ops->fo_stat != NULL &&
	    fp->f_ops->fo_stat(fp, &fr->fr_stat, td->td_cred, td) == 0)
		procstat_stat(kf, &fr->fr_stat);
	if (fp->f_type == DTYPE_SOCKET)
		procstat_socket(fr, fp->f_data);
	else if (fp->f_type == DTYPE_PROCDESC)
		kf->kf_pid =
		    ((const struct procdesc *)fp->f_data)->pd_pid;
	else if (fp->f_vnode != NULL) {
		procstat_path(td, fp->f_vnode, kf->kf_path, PATH_MAX);
		kf->kf_path[strlen(kf->kf_path) + 1] = '\0';
	}
	return (procstat_put(fr));
}

/*
 * Reference the files of the next piece of p's table, from descriptor *fdp on,
 * which becomes the one to go on with.  How many; 0 at the end.
 */
static u_int
procstat_piece(struct proc *p, struct peek *peek, u_int *fdp)
{
	struct filedesc *table;
	struct fdslot *fs;
	u_int n = 0;

	mutex_enter(&p->p_lock);
	table = p->p_fd;
	if (table != NULL) {
		mutex_enter(&table->fd_lock);
		for (; *fdp < table->fd_top && n < FILES_PIECE; (*fdp)++) {
			fs = fd_slot(table, (int)*fdp);
			if (fs == NULL)
				continue;
			file_hold(fs->fs_file);
			peek[n].pk_file = fs->fs_file;
			peek[n].pk_rights = fs->fs_rights;
			peek[n].pk_fd = (int)*fdp;
			peek[n].pk_cloexec = (fs->fs_flags & FDS_CLOEXEC) != 0;
			peek[n++].pk_limited =
			    (fs->fs_flags & FDS_ALLRIGHTS) == 0;
		}
		mutex_exit(&table->fd_lock);
	}
	mutex_exit(&p->p_lock);
	return (n);
}

static int
procstat_files(struct files_req *fr, struct proc *p)
{
	u_int fd = 0, held, i, j, n;
	struct file *fp;
	bool inflight;
	int error = 0;

	while ((n = procstat_piece(p, fr->fr_peek, &fd)) != 0) {
		for (i = 0; i < n; i++) {
			fp = fr->fr_peek[i].pk_file;
			for (held = 0, j = i; j < n; j++)
				held += fr->fr_peek[j].pk_file == fp;
			if (error == 0)
				error = procstat_put_file(fr, &fr->fr_peek[i],
				    held);
			inflight = fp->f_type == DTYPE_SOCKET &&
			    unp_is_inflight(fp);
			file_drop(fp);
			if (inflight)
				unp_collect();
		}
		if (error != 0)
			break;
	}
	return (error);
}

static int
sysctl_proc_filedesc(SYSCTL_HANDLER_ARGS)
{
	const size_t size = sizeof(struct kinfo_file) + STRINGS_MAX;
	struct vnode *cdir, *rdir, *text;
	struct files_req *fr;
	struct proc *p;
	int error, error2, mask;

	error = procstat_find(arg1, arg2, req, &p);
	if (error != 0)
		return (error);
	fr = kmem_alloc(sizeof(*fr), KM_SLEEP);
	if (fr == NULL) {
		error = SET_ERROR(ENOMEM);
		goto out;
	}
	fr->fr_req = req;
	fr->fr_kf = kmem_alloc(size, KM_SLEEP);
	if (fr->fr_kf == NULL) {
		error = SET_ERROR(ENOMEM);
		goto out;
	}
	mutex_enter(&p->p_lock);
	if ((text = p->p_textvp) != NULL)
		vref(text);
	mutex_exit(&p->p_lock);
	(void)procstat_cwd(p, &cdir, &rdir, &mask);
	error = procstat_put_vnode(fr, text, KF_FD_TEXT);
	error2 = procstat_put_vnode(fr, cdir, KF_FD_CWD);
	error = error != 0 ? error : error2;
	error2 = procstat_put_vnode(fr, rdir, KF_FD_ROOT);
	error = error != 0 ? error : error2;
	error2 = procstat_put_vnode(fr, ktr_get_vnode(p), KF_FD_TRACE);
	error = error != 0 ? error : error2;
	if (error == 0)
		error = procstat_files(fr, p);
	kmem_free(fr->fr_kf, size);
out:
	if (fr != NULL)
		kmem_free(fr, sizeof(*fr));
	return (procstat_done(req, p, error));
}

static int
sysctl_proc_cwd(SYSCTL_HANDLER_ARGS)
{
	struct vnode *cdir, *rdir;
	struct proc *p;
	char *buf;
	int error, mask;

	error = procstat_find(arg1, arg2, req, &p);
	if (error != 0)
		return (error);
	buf = kmem_alloc(PATH_MAX, KM_SLEEP);
	if (buf == NULL)
		error = SET_ERROR(ENOMEM);
	else if (!procstat_cwd(p, &cdir, &rdir, &mask))
		error = SET_ERROR(ESRCH);
	else {
		if (rdir != NULL)
			vrele(rdir);
		buf[0] = '\0';
		if (cdir != NULL) {
			procstat_path(req->req_td, cdir, buf, PATH_MAX);
			vrele(cdir);
		}
		error = SYSCTL_OUT(req, buf, strlen(buf) + 1);
	}
	if (buf != NULL)
		kmem_free(buf, PATH_MAX);
	return (procstat_done(req, p, error));
}

/* --- mappings ------------------------------------------------------------- */

struct map_req {
	struct sysctl_req *mr_req;
	struct kinfo_vmentry *mr_kve;	/* with PATH_MAX bytes of path */
	struct stat	mr_stat;
};

static int
procstat_map_type(const struct vm_map_snap *s)
{

	if ((s->s_flags & ME_GUARD) != 0)
		return (KVE_TYPE_GUARD);
	switch (s->s_type) {
	case OBJT_ANON:
		return (KVE_TYPE_SHARED);
	case OBJT_VNODE:
		return (KVE_TYPE_VNODE);
	case OBJT_FIXED:
		return (KVE_TYPE_FIXED);
	default:
		return (s->s_private ? KVE_TYPE_ANON : KVE_TYPE_NONE);
	}
}

static u_int
procstat_map_prot(u_int prot)
{

	return (((prot & VM_PROT_READ) != 0 ? KVE_PROT_READ : 0) |
	    ((prot & VM_PROT_WRITE) != 0 ? KVE_PROT_WRITE : 0) |
	    ((prot & VM_PROT_EXECUTE) != 0 ? KVE_PROT_EXEC : 0));
}

static int
procstat_map(const struct vm_map_snap *s, void *arg)
{
	struct map_req *mr = arg;
	struct kinfo_vmentry *kve = mr->mr_kve;
	struct thread *td = mr->mr_req->req_td;
	size_t used;

	memset(kve, 0, sizeof(*kve) + 1);
	kve->kve_type = procstat_map_type(s);
	kve->kve_start = s->s_start;
	kve->kve_end = s->s_end;
	kve->kve_offset = s->s_type != 0 ? (uint64_t)s->s_offset : 0;
	kve->kve_resident = s->s_npages;
	kve->kve_private = s->s_nprivate;
	kve->kve_refs = s->s_refs;
	kve->kve_prot = (uint16_t)procstat_map_prot(s->s_prot);
	kve->kve_maxprot = (uint16_t)procstat_map_prot(s->s_maxprot);
	kve->kve_flags =
	    ((s->s_flags & ME_SHARED) != 0 ? KVE_FLAG_SHARED : 0) |
	    ((s->s_flags & ME_NEEDSCOPY) != 0 ? KVE_FLAG_COW : 0) |
	    ((s->s_flags & ME_GROWSDOWN) != 0 ? KVE_FLAG_GROWS : 0) |
	    ((s->s_flags & ME_LOCKED) != 0 ? KVE_FLAG_LOCKED : 0);
	if (s->s_vnode != NULL) {
		if (vn_stat(s->s_vnode, &mr->mr_stat, td->td_cred) == 0) {
			kve->kve_fsid = mr->mr_stat.st_dev;
			kve->kve_fileid = mr->mr_stat.st_ino;
		}
		procstat_path(td, s->s_vnode, kve->kve_path, PATH_MAX);
	}
	used = sizeof(*kve) + strlen(kve->kve_path) + 1;
	kve->kve_structsize = (int)roundup(used, sizeof(uint64_t));
	memset((char *)kve + used, 0, (size_t)kve->kve_structsize - used);
	return (SYSCTL_OUT(mr->mr_req, kve, (size_t)kve->kve_structsize));
}

static int
sysctl_proc_vmmap(SYSCTL_HANDLER_ARGS)
{
	const size_t size = sizeof(struct kinfo_vmentry) +
	    roundup(PATH_MAX, sizeof(uint64_t));
	struct map_req *mr;
	struct proc *p;
	int error;

	error = procstat_find(arg1, arg2, req, &p);
	if (error != 0)
		return (error);
	mr = kmem_alloc(sizeof(*mr), KM_SLEEP);
	if (mr == NULL) {
		error = SET_ERROR(ENOMEM);
		goto out;
	}
	mr->mr_req = req;
	mr->mr_kve = kmem_alloc(size, KM_SLEEP);
	if (mr->mr_kve == NULL)
		error = SET_ERROR(ENOMEM);
	else {
		error = vm_map_snapshot(p, procstat_map, mr);
		/* The kernel's own processes have no mappings. */
		if (error == ESRCH && (p->p_flag & P_KPROC) != 0)
			error = 0;
		kmem_free(mr->mr_kve, size);
	}
	kmem_free(mr, sizeof(*mr));
out:
	return (procstat_done(req, p, error));
}

SYSCTL_DECL(_kern_proc);
SYSCTL_NODE(_kern_proc, KERN_PROC_VMMAP, vmmap, CTLFLAG_RD, sysctl_proc_vmmap,
    "The mappings of a process");
SYSCTL_NODE(_kern_proc, KERN_PROC_FILEDESC, filedesc, CTLFLAG_RD,
    sysctl_proc_filedesc, "The descriptors of a process");
SYSCTL_NODE(_kern_proc, KERN_PROC_GROUPS, groups, CTLFLAG_RD,
    sysctl_proc_groups, "The groups of a process");
SYSCTL_NODE(_kern_proc, KERN_PROC_ENV, env, CTLFLAG_RD, sysctl_proc_env,
    "The environment that a process was started with");
SYSCTL_NODE(_kern_proc, KERN_PROC_UMASK, umask, CTLFLAG_RD, sysctl_proc_umask,
    "The file creation mask of a process");
SYSCTL_NODE(_kern_proc, KERN_PROC_CWD, cwd, CTLFLAG_RD, sysctl_proc_cwd,
    "The current directory of a process");
