/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * procfs: what the kernel knows of processes and of itself, as text files;
 * procfs(5).
 *
 * Model	A table describes every file: its name, where it lies and the
 *		function that writes its text.  The inode number of a vnode is
 *		made of a process id and a row of the table, so a vnode needs
 *		no data of its own.
 *
 *		A read writes the whole text into a buffer and copies the asked
 *		part: each read shows one moment, and a reader that goes on sees
 *		another.  Texts that do not fit are written again into a larger
 *		buffer, up to PROCFS_MAX.
 *
 * Invariants	(1) names are not cached (VV_NOCACHE): processes come and go.
 *		(2) a process's files belong to its user; what would help an
 *		    attacker (maps) is for that user and root alone.
 *
 * Locks	none of its own.  Text functions take proctree_lock or p_lock
 *		for short and copy nothing to user memory with them held.
 * Tests	tests/sys/fs/procfs/t_procfs.sh
 */

#include <sys/param.h>
#include <sys/dirent.h>
#include <sys/kmem.h>
#include <sys/md.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/pcpu.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/vnode.h>

#include <vm/vm_extern.h>
#include <vm/vm_map.h>
#include <vm/vm_page.h>

#define	PROCFS_BUF	4096		/* first size of a text's buffer */
#define	PROCFS_MAX	(1024 * 1024)
#define	PROCFS_CLK_TCK	100		/* ticks a second that texts count in */

/*
 * A text being written.  b_len goes on counting when b_buf is full.  b_cred is
 * that of whoever opened the file.
 */
struct procbuf {
	struct cred *b_cred;
	char	*b_buf;
	size_t	 b_size;
	size_t	 b_len;
};

enum where { ROOT, PROC };

struct procfile {
	const char	*pf_name;
	enum where	 pf_where;
	uint8_t		 pf_type;	/* enum vtype */
	mode_t		 pf_mode;
	/* p is held, not locked; NULL for files of the root. */
	int		(*pf_text)(struct procbuf *, struct proc *);
};

static int	text_cmdline(struct procbuf *, struct proc *);
static int	text_cpuinfo(struct procbuf *, struct proc *);
static int	text_maps(struct procbuf *, struct proc *);
static int	text_meminfo(struct procbuf *, struct proc *);
static int	text_mounts(struct procbuf *, struct proc *);
static int	text_procstat(struct procbuf *, struct proc *);
static int	text_self(struct procbuf *, struct proc *);
static int	text_stat(struct procbuf *, struct proc *);
static int	text_status(struct procbuf *, struct proc *);
static int	text_uptime(struct procbuf *, struct proc *);
static int	text_version(struct procbuf *, struct proc *);

/* Row numbers are part of inode numbers; the first two are directories. */
#define	ROW_ROOT	0
#define	ROW_PROC	1

static const struct procfile files[] = {
	[ROW_ROOT] = { "", ROOT, VDIR, 0555, NULL },
	[ROW_PROC] = { "", ROOT, VDIR, 0555, NULL },
	{ "cpuinfo",	ROOT,	VREG,	0444,	text_cpuinfo },
	{ "meminfo",	ROOT,	VREG,	0444,	text_meminfo },
	{ "mounts",	ROOT,	VREG,	0444,	text_mounts },
	{ "self",	ROOT,	VLNK,	0777,	text_self },
	{ "stat",	ROOT,	VREG,	0444,	text_stat },
	{ "uptime",	ROOT,	VREG,	0444,	text_uptime },
	{ "version",	ROOT,	VREG,	0444,	text_version },
	{ "cmdline",	PROC,	VREG,	0444,	text_cmdline },
	{ "maps",	PROC,	VREG,	0400,	text_maps },
	{ "stat",	PROC,	VREG,	0444,	text_procstat },
	{ "status",	PROC,	VREG,	0444,	text_status },
};

#define	ROOT_INO	2ULL
#define	INO(pid, row)	((((uint64_t)(pid) + 1) << 8) | (row))
#define	INO_PID(ino)	((pid_t)(((ino) >> 8) - 1))
#define	INO_ROW(ino)	((u_int)((ino) & 0xff))

static const struct vnode_ops procfs_vnodeops;

/*
 * Row and process of a vnode; the root is row 0 and process 0.
 */
static u_int
procfs_row(const struct vnode *vp)
{

	return (vp->v_key == ROOT_INO ? ROW_ROOT : INO_ROW(vp->v_key));
}

static pid_t
procfs_pid(const struct vnode *vp)
{

	return (vp->v_key == ROOT_INO ? 0 : INO_PID(vp->v_key));
}

/*
 * The process with that id, held, zombies included; NULL without.
 */
static struct proc *
procfs_hold(pid_t pid)
{
	struct proc *p;

	rw_enter(&proctree_lock, RW_READER);
	p = proc_lookup(pid);
	if (p != NULL)
		proc_hold(p);
	rw_exit(&proctree_lock);
	return (p);
}

/* --- texts ---------------------------------------------------------------- */

static void	put(struct procbuf *, const char *, ...) __printflike(2, 3);

static void
put(struct procbuf *b, const char *fmt, ...)
{
	size_t room = b->b_len < b->b_size ? b->b_size - b->b_len : 0;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(room > 0 ? b->b_buf + b->b_len : NULL, room, fmt, ap);
	va_end(ap);
	if (n > 0)
		b->b_len += (size_t)n;
}

static void
put_bytes(struct procbuf *b, const void *p, size_t len)
{
	size_t room = b->b_len < b->b_size ? b->b_size - b->b_len : 0;

	memcpy(b->b_buf + (room > 0 ? b->b_len : 0), p, MIN(len, room));
	b->b_len += len;
}

static int
text_cpuinfo(struct procbuf *b, struct proc *p)
{
	const char *model = md_cpu_model();
	u_int i;

	for (i = 0; i < ncpu; i++)
		put(b, "%sprocessor\t: %u\nmodel name\t: %s\n",
		    i > 0 ? "\n" : "", i, model);
	return (0);
}

static int
text_meminfo(struct procbuf *b, struct proc *p)
{
	u_long total = vm_phys_total_count(), nfree = vm_phys_free_count();

	put(b, "MemTotal:       %8lu kB\n", total * (PAGE_SIZE / 1024));
	put(b, "MemFree:        %8lu kB\n", nfree * (PAGE_SIZE / 1024));
	put(b, "MemUsed:        %8lu kB\n",
	    (total - nfree) * (PAGE_SIZE / 1024));
	return (0);
}

static void
text_mount(const struct mount *mp, void *arg)
{
	struct procbuf *b = arg;

	put(b, "%s %s %s %s%s%s%s 0 0\n", mp->mnt_stat.f_mntfromname,
	    mp->mnt_stat.f_mntonname, mp->mnt_stat.f_fstypename,
	    (mp->mnt_flag & MNT_RDONLY) != 0 ? "ro" : "rw",
	    (mp->mnt_flag & MNT_NOSUID) != 0 ? ",nosuid" : "",
	    (mp->mnt_flag & MNT_NOEXEC) != 0 ? ",noexec" : "",
	    (mp->mnt_flag & MNT_NOATIME) != 0 ? ",noatime" : "");
}

static int
text_mounts(struct procbuf *b, struct proc *p)
{

	vfs_foreach_locked(text_mount, b);
	return (0);
}

static int
text_self(struct procbuf *b, struct proc *p)
{

	put(b, "%d", curproc->p_pid);
	return (0);
}

static uint64_t
ticks(uint64_t ns)
{

	return (ns / (1000000000 / PROCFS_CLK_TCK));
}

static void
put_cpu(struct procbuf *b, const char *name, const uint64_t *t)
{

	put(b, "%s %ju %ju %ju %ju 0 %ju 0\n", name,
	    (uintmax_t)ticks(t[CP_USER]), (uintmax_t)ticks(t[CP_NICE]),
	    (uintmax_t)ticks(t[CP_SYS]), (uintmax_t)ticks(t[CP_IDLE]),
	    (uintmax_t)ticks(t[CP_INTR]));
}

static int
text_stat(struct procbuf *b, struct proc *p)
{
	uint64_t sum[CPUSTATES] = { 0 }, switches = 0, intrs = 0;
	struct timespec boot;
	char name[16];
	u_int i, s;

	for (i = 0; i < ncpu; i++) {
		for (s = 0; s < CPUSTATES; s++)
			sum[s] += cpus[i]->pc_cp_time[s];
		switches += cpus[i]->pc_switches;
		intrs += cpus[i]->pc_intrs;
	}
	put_cpu(b, "cpu ", sum);
	for (i = 0; i < ncpu; i++) {
		snprintf(name, sizeof(name), "cpu%u", i);
		put_cpu(b, name, cpus[i]->pc_cp_time);
	}
	boottime(&boot);
	put(b, "intr %ju\nctxt %ju\nbtime %jd\nprocs %u\n", (uintmax_t)intrs,
	    (uintmax_t)switches, (intmax_t)boot.tv_sec, nprocs);
	return (0);
}

static int
text_uptime(struct procbuf *b, struct proc *p)
{
	uint64_t now = uptime_ns(), idle = 0;
	u_int i;

	for (i = 0; i < ncpu; i++)
		idle += cpus[i]->pc_cp_time[CP_IDLE];
	put(b, "%ju.%02ju %ju.%02ju\n", (uintmax_t)(now / 1000000000),
	    (uintmax_t)(now / 10000000 % 100), (uintmax_t)(idle / 1000000000),
	    (uintmax_t)(idle / 10000000 % 100));
	return (0);
}

static int
text_version(struct procbuf *b, struct proc *p)
{

	put(b, "%s\n", version);
	return (0);
}

static int
text_cmdline(struct procbuf *b, struct proc *p)
{
	struct pargs *pa;

	pa = proc_get_args(p, b->b_cred);
	if (pa == NULL)
		return (0);
	put_bytes(b, pa->pa_data, pa->pa_len);
	pargs_drop(pa);
	return (0);
}

static int
text_map(const struct vm_map_snap *s, void *arg)
{
	struct procbuf *b = arg;

	put(b, "%012lx-%012lx %c%c%c%c %08jx", s->s_start, s->s_end,
	    (s->s_prot & VM_PROT_READ) != 0 ? 'r' : '-',
	    (s->s_prot & VM_PROT_WRITE) != 0 ? 'w' : '-',
	    (s->s_prot & VM_PROT_EXECUTE) != 0 ? 'x' : '-',
	    (s->s_flags & ME_SHARED) != 0 ? 's' : 'p',
	    (uintmax_t)s->s_offset);
	if (s->s_vnode != NULL)
		put(b, " inode %ju", (uintmax_t)s->s_vnode->v_key);
	put(b, "\n");
	return (0);
}

/*
 * May what is p's alone be read?  It may have changed its identity since the
 * file was opened.
 */
static int
text_allowed(struct procbuf *b, struct proc *p)
{
	int error;

	mutex_enter(&p->p_lock);
	error = cred_cansee(b->b_cred, p);
	mutex_exit(&p->p_lock);
	return (error);
}

static int
text_maps(struct procbuf *b, struct proc *p)
{
	int error;

	error = text_allowed(b, p);
	if (error == 0)
		error = vm_map_snapshot(p, text_map, b);
	/* Again, for it may have happened meanwhile. */
	if (error == 0)
		error = text_allowed(b, p);
	return (error);
}

static char
state_char(const struct kinfo_proc *ki)
{

	switch (ki->ki_stat) {
	case SRUN:
		return ('R');
	case SSTOP:
		return ('T');
	case SZOMB:
		return ('Z');
	default:
		return ((ki->ki_flag & KI_UNINTR) != 0 ? 'D' : 'S');
	}
}

static uint64_t
timeval_ticks(const struct timeval *tv)
{

	return ((uint64_t)tv->tv_sec * PROCFS_CLK_TCK +
	    (uint64_t)tv->tv_usec / (1000000 / PROCFS_CLK_TCK));
}

/*
 * A struct kinfo_proc is too large for the stack.
 */
static int
procfs_kinfo(struct proc *p, struct kinfo_proc **kip)
{
	struct kinfo_proc *ki;

	ki = kmem_alloc(sizeof(*ki), KM_SLEEP);
	if (ki == NULL)
		return (SET_ERROR(ENOMEM));
	if (!proc_kinfo(p, ki)) {
		kmem_free(ki, sizeof(*ki));
		return (SET_ERROR(ESRCH));
	}
	*kip = ki;
	return (0);
}

static int
text_procstat(struct procbuf *b, struct proc *p)
{
	struct kinfo_proc *ki;
	int error;

	error = procfs_kinfo(p, &ki);
	if (error != 0)
		return (error);
	put(b, "%d (%s) %c %d %d %d %ju %d 0 %ld 0 %ld 0 %ju %ju %ju %ju "
	    "%d %d %d 0 %ju %ju %ju\n", ki->ki_pid, ki->ki_comm,
	    state_char(ki), ki->ki_ppid, ki->ki_pgid, ki->ki_sid,
	    (uintmax_t)ki->ki_tdev, ki->ki_tpgid, ki->ki_rusage.ru_minflt,
	    ki->ki_rusage.ru_majflt,
	    (uintmax_t)timeval_ticks(&ki->ki_rusage.ru_utime),
	    (uintmax_t)timeval_ticks(&ki->ki_rusage.ru_stime),
	    (uintmax_t)timeval_ticks(&ki->ki_rusage_ch.ru_utime),
	    (uintmax_t)timeval_ticks(&ki->ki_rusage_ch.ru_stime),
	    ki->ki_priority, ki->ki_nice, ki->ki_numthreads,
	    (uintmax_t)ticks(p->p_start), (uintmax_t)ki->ki_size,
	    (uintmax_t)(ki->ki_rssize / PAGE_SIZE));
	kmem_free(ki, sizeof(*ki));
	return (0);
}

static int
text_status(struct procbuf *b, struct proc *p)
{
	struct kinfo_proc *ki;
	int error;

	error = procfs_kinfo(p, &ki);
	if (error != 0)
		return (error);
	put(b, "Name:\t%s\nState:\t%c\nPid:\t%d\nPPid:\t%d\n",
	    ki->ki_comm, state_char(ki), ki->ki_pid, ki->ki_ppid);
	put(b, "Uid:\t%u\t%u\t%u\nGid:\t%u\t%u\t%u\n", ki->ki_ruid,
	    ki->ki_uid, ki->ki_svuid, ki->ki_rgid, ki->ki_gid, ki->ki_svgid);
	put(b, "VmSize:\t%8ju kB\nVmRSS:\t%8ju kB\nThreads:\t%d\n",
	    (uintmax_t)ki->ki_size / 1024, (uintmax_t)ki->ki_rssize / 1024,
	    ki->ki_numthreads);
	kmem_free(ki, sizeof(*ki));
	return (0);
}

/*
 * Write the text of a vnode into b, which grows until it fits.
 */
static int
procfs_text(struct vnode *vp, struct cred *cred, struct procbuf *b)
{
	const struct procfile *pf = &files[procfs_row(vp)];
	struct proc *p = NULL;
	int error;

	if (pf->pf_where == PROC && (p = procfs_hold(procfs_pid(vp))) == NULL)
		return (SET_ERROR(ESRCH));
	b->b_cred = cred;
	for (b->b_size = PROCFS_BUF;; b->b_size = roundup(b->b_len + 1,
	    PROCFS_BUF)) {
		b->b_len = 0;
		b->b_buf = b->b_size > PROCFS_MAX ? NULL :
		    kmem_alloc(b->b_size, KM_SLEEP);
		if (b->b_buf == NULL) {
			error = SET_ERROR(ENOMEM);
			break;
		}
		error = pf->pf_text(b, p);
		if (error == 0 && b->b_len < b->b_size)
			break;
		kmem_free(b->b_buf, b->b_size);
		if (error != 0)
			break;
	}
	if (p != NULL)
		proc_rele(p);
	return (error);
}

/* --- vnodes --------------------------------------------------------------- */

static int
procfs_loadvnode(struct mount *mp, struct vnode *vp, uint64_t ino)
{
	u_int row = ino == ROOT_INO ? ROW_ROOT : INO_ROW(ino);

	if (row >= nitems(files))
		return (SET_ERROR(ENOENT));
	vp->v_type = files[row].pf_type;
	vp->v_op = &procfs_vnodeops;
	/* Nothing to reclaim: the number says it all. */
	vp->v_data = NULL;
	if (vp->v_type == VDIR)
		vnode_setflag(vp, VV_NOCACHE | VV_SEARCHALL);
	vnode_setflag(vp, VV_INACTIVE);
	return (0);
}

static bool
name_is(const struct componentname *cnp, const char *name)
{

	return (strlen(name) == cnp->cn_len &&
	    memcmp(cnp->cn_name, name, cnp->cn_len) == 0);
}

/*
 * A process id without leading zeros, or -1.
 */
static pid_t
name_pid(const struct componentname *cnp)
{
	pid_t pid = 0;
	size_t i;

	if (cnp->cn_len > 9 || cnp->cn_name[0] == '0')
		return (-1);
	for (i = 0; i < cnp->cn_len; i++) {
		if (cnp->cn_name[i] < '0' || cnp->cn_name[i] > '9')
			return (-1);
		pid = pid * 10 + (cnp->cn_name[i] - '0');
	}
	return (pid);
}

static int
procfs_lookup(struct vnode *dvp, struct vnode **vpp,
    const struct componentname *cnp)
{
	u_int row = procfs_row(dvp), i;
	pid_t pid = procfs_pid(dvp);
	struct proc *p;

	if (dvp->v_type != VDIR)
		return (SET_ERROR(ENOTDIR));
	if (name_is(cnp, ".."))
		return (vcache_get(dvp->v_mount, ROOT_INO, vpp));
	if (row == ROW_PROC) {
		if ((p = procfs_hold(pid)) == NULL)
			return (SET_ERROR(ENOENT));
		proc_rele(p);
	}
	for (i = ROW_PROC + 1; i < nitems(files); i++)
		if (files[i].pf_where == (row == ROW_ROOT ? ROOT : PROC) &&
		    name_is(cnp, files[i].pf_name))
			return (vcache_get(dvp->v_mount, INO(pid, i), vpp));
	if (row != ROW_ROOT || (pid = name_pid(cnp)) < 0 ||
	    (p = procfs_hold(pid)) == NULL)
		return (ENOENT);
	proc_rele(p);
	return (vcache_get(dvp->v_mount, INO(pid, ROW_PROC), vpp));
}

static void
procfs_owner(struct vnode *vp, uid_t *uid, gid_t *gid)
{
	struct proc *p = NULL;
	struct cred *cr;

	*uid = *gid = 0;
	if (procfs_row(vp) == ROW_PROC ||
	    files[procfs_row(vp)].pf_where == PROC)
		p = procfs_hold(procfs_pid(vp));
	if (p == NULL)
		return;
	cr = proc_get_cred(p);
	if (cr != NULL) {
		/* One that changed its identity is not its user's to see. */
		if ((p->p_flag & P_SUGID) == 0) {
			*uid = cr->cr_uid;
			*gid = cr->cr_gid;
		}
		cred_free(cr);
	}
	proc_rele(p);
}

static int
procfs_access(struct vnode *vp, int accmode, struct cred *cred)
{
	uid_t uid;
	gid_t gid;

	procfs_owner(vp, &uid, &gid);
	return (vaccess(vp->v_type, files[procfs_row(vp)].pf_mode, uid, gid,
	    accmode, cred));
}

static int
procfs_getattr(struct vnode *vp, struct vattr *va, struct cred *cred)
{

	vattr_null(va);
	va->va_type = vp->v_type;
	va->va_mode = files[procfs_row(vp)].pf_mode;
	va->va_flags = 0;
	va->va_nlink = vp->v_type == VDIR ? 2 : 1;
	procfs_owner(vp, &va->va_uid, &va->va_gid);
	va->va_fsid = vp->v_mount->mnt_stat.f_fsid;
	va->va_fileid = vp->v_key;
	va->va_size = 0;
	va->va_blocksize = PAGE_SIZE;
	nanotime(&va->va_mtime);
	va->va_atime = va->va_ctime = va->va_mtime;
	boottime(&va->va_birthtime);
	va->va_gen = 0;
	va->va_rdev = 0;
	va->va_bytes = 0;
	return (0);
}

static int
procfs_read(struct vnode *vp, struct uio *uio, int ioflag, struct cred *cred)
{
	struct procbuf b;
	int error;

	if (vp->v_type != VREG)
		return (SET_ERROR(EISDIR));
	if (uio->uio_offset < 0)
		return (SET_ERROR(EINVAL));
	error = procfs_text(vp, cred, &b);
	if (error != 0)
		return (error);
	if ((size_t)uio->uio_offset < b.b_len)
		error = uiomove(b.b_buf + uio->uio_offset,
		    MIN(b.b_len - (size_t)uio->uio_offset,
		    (size_t)uio->uio_resid), uio);
	kmem_free(b.b_buf, b.b_size);
	return (error);
}

static int
procfs_readlink(struct vnode *vp, struct uio *uio, struct cred *cred)
{
	struct procbuf b;
	int error;

	if (vp->v_type != VLNK)
		return (SET_ERROR(EINVAL));
	error = procfs_text(vp, cred, &b);
	if (error != 0)
		return (error);
	error = uiomove(b.b_buf, MIN(b.b_len, (size_t)uio->uio_resid), uio);
	kmem_free(b.b_buf, b.b_size);
	return (error);
}

/*
 * The lowest process id that is not below pid, or -1.
 */
static pid_t
procfs_next_pid(pid_t pid)
{
	struct proc *p;
	pid_t next = -1;

	rw_enter(&proctree_lock, RW_READER);
	FOREACH_PROC(p)
		if (p->p_pid >= pid && (next < 0 || p->p_pid < next))
			next = p->p_pid;
	rw_exit(&proctree_lock);
	return (next);
}

/*
 * Cookies: 0 and 1 are the dots, 2 + row the files, from PIDCOOKIE on the
 * processes by id.
 */
#define	PIDCOOKIE	1024

static int
procfs_readdir(struct vnode *vp, struct uio *uio, struct cred *cred,
    bool *eofp)
{
	u_int row = procfs_row(vp), i;
	pid_t pid = procfs_pid(vp);
	ssize_t resid = uio->uio_resid;
	bool full = false;
	char name[16];
	int error = 0;
	off_t at;

	if (vp->v_type != VDIR)
		return (SET_ERROR(ENOTDIR));
	if (uio->uio_offset < 0)
		return (SET_ERROR(EINVAL));
	*eofp = false;
	while (error == 0 && !full && (at = uio->uio_offset) < PIDCOOKIE) {
		i = (u_int)at - 2;
		if (at < 2)
			error = vn_dirent(uio, at == 0 ? vp->v_key : ROOT_INO,
			    DT_DIR, "..", (size_t)at + 1, at + 1, &full);
		else if (i >= nitems(files)) {
			uio->uio_offset = PIDCOOKIE;
			break;
		} else if (i > ROW_PROC &&
		    files[i].pf_where == (row == ROW_ROOT ? ROOT : PROC))
			error = vn_dirent(uio, INO(pid, i),
			    files[i].pf_type == VLNK ? DT_LNK : DT_REG,
			    files[i].pf_name, strlen(files[i].pf_name),
			    at + 1, &full);
		if (error == 0 && !full)
			uio->uio_offset = at + 1;
	}
	while (error == 0 && !full && row == ROW_ROOT &&
	    uio->uio_offset >= PIDCOOKIE) {
		pid = procfs_next_pid((pid_t)MIN(uio->uio_offset - PIDCOOKIE,
		    NO_PID));
		if (pid < 0)
			break;
		snprintf(name, sizeof(name), "%d", pid);
		at = (off_t)pid + 1 + PIDCOOKIE;
		error = vn_dirent(uio, INO(pid, ROW_PROC), DT_DIR, name,
		    strlen(name), at, &full);
		if (error == 0 && !full)
			uio->uio_offset = at;
	}
	if (error == 0 && full && uio->uio_resid == resid)
		error = SET_ERROR(EINVAL);
	*eofp = error == 0 && !full;
	return (error);
}

/*
 * Forget vnodes of processes at once: there may be many.
 */
static void
procfs_inactive(struct vnode *vp)
{

	if (vp->v_key != ROOT_INO)
		(void)vrecycle(vp);
}

static void
procfs_reclaim(struct vnode *vp)
{

}

static const struct vnode_ops procfs_vnodeops = {
	.vop_name = "procfs",
	.vop_lookup = procfs_lookup,
	.vop_access = procfs_access,
	.vop_getattr = procfs_getattr,
	.vop_read = procfs_read,
	.vop_readdir = procfs_readdir,
	.vop_readlink = procfs_readlink,
	.vop_inactive = procfs_inactive,
	.vop_reclaim = procfs_reclaim,
};

/* --- mounts --------------------------------------------------------------- */

static int
procfs_mount(struct mount *mp, const char *fspec, const void *data,
    size_t datalen, int oldflags, struct thread *td)
{

	if (datalen != 0)
		return (SET_ERROR(EINVAL));
	if ((mp->mnt_flag & MNT_UPDATE) != 0)
		return (0);
	mp->mnt_flag |= MNT_LOCAL;
	mp->mnt_stat.f_type = MFSTYPE_PROCFS;
	mp->mnt_stat.f_bsize = mp->mnt_stat.f_frsize = PAGE_SIZE;
	return (vcache_get(mp, ROOT_INO, &mp->mnt_root));
}

static int
procfs_unmount(struct mount *mp, bool force)
{

	return (0);
}

static int
procfs_statvfs(struct mount *mp, struct statvfs *sb)
{

	sb->f_files = maxproc;
	sb->f_ffree = sb->f_favail = maxproc - nprocs;
	return (0);
}

static int
procfs_sync(struct mount *mp, int waitfor)
{

	return (0);
}

static const struct vfsops procfs_vfsops = {
	.vfs_name = "procfs",
	.vfs_flags = VFCF_SYNTHETIC,
	.vfs_mount = procfs_mount,
	.vfs_unmount = procfs_unmount,
	.vfs_statvfs = procfs_statvfs,
	.vfs_sync = procfs_sync,
	.vfs_loadvnode = procfs_loadvnode,
};
VFS_SET(procfs_vfsops);
