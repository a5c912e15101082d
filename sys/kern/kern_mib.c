/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The sysctl nodes that describe the system as a whole.
 *
 * Tests	tests/sys/kern/unit
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/md.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/sched.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/unistd.h>

#include <vm/vm_page.h>

#include <machine/vmparam.h>

#ifndef KERNCONF
#define	KERNCONF	"GENERIC"
#endif
#define	OSTYPE		"Tessera"
#define	OSRELEASE	"0.1"

const char	ostype[] = OSTYPE;
const char	osrelease[] = OSRELEASE;
const char	kern_ident[] = KERNCONF;
const char	version[] = OSTYPE " " OSRELEASE " (" KERNCONF ")";
char		hostname[MAXHOSTNAMELEN] = "tessera";
char		domainname[MAXHOSTNAMELEN];

static char	hostuuid[37] = "00000000-0000-0000-0000-000000000000";
static u_long	hostid;

SYSCTL_STRING(_kern, KERN_OSTYPE, ostype, CTLFLAG_RD | CTLFLAG_CAPRD, ostype,
    0, "Name of the system");
SYSCTL_STRING(_kern, KERN_OSRELEASE, osrelease, CTLFLAG_RD | CTLFLAG_CAPRD,
    osrelease, 0, "Release");
SYSCTL_INT(_kern, KERN_OSREV, osrevision, CTLFLAG_RD | CTLFLAG_CAPRD, NULL,
    BSD, "Revision of the system, year and month");
SYSCTL_INT(_kern, KERN_OSRELDATE, osreldate, CTLFLAG_RD | CTLFLAG_CAPRD, NULL,
    __Tessera__, "Version of the binary interface");
SYSCTL_STRING(_kern, KERN_VERSION, version, CTLFLAG_RD | CTLFLAG_CAPRD,
    version, 0, "Kernel version");
SYSCTL_STRING(_kern, OID_AUTO, ident, CTLFLAG_RD | CTLFLAG_CAPRD, kern_ident,
    0, "Kernel configuration");
SYSCTL_STRING(_kern, KERN_HOSTNAME, hostname, CTLFLAG_RW | CTLFLAG_TUN,
    hostname, sizeof(hostname), "Name of this host");
SYSCTL_STRING(_kern, KERN_NISDOMAINNAME, domainname, CTLFLAG_RW, domainname,
    sizeof(domainname), "Name of the YP domain");
SYSCTL_ULONG(_kern, KERN_HOSTID, hostid, CTLFLAG_RW, &hostid, 0,
    "Number of this host");
SYSCTL_STRING(_kern, KERN_HOSTUUID, hostuuid, CTLFLAG_RW, hostuuid,
    sizeof(hostuuid), "UUID of this host");
SYSCTL_INT(_kern, KERN_ARGMAX, argmax, CTLFLAG_RD | CTLFLAG_CAPRD, NULL,
    ARG_MAX, "Bytes of arguments and environment of execve(2)");
SYSCTL_INT(_kern, KERN_NGROUPS, ngroups, CTLFLAG_RD | CTLFLAG_CAPRD, NULL,
    NGROUPS_MAX, "Supplementary groups of a process");
SYSCTL_INT(_kern, KERN_POSIX1, posix1version, CTLFLAG_RD | CTLFLAG_CAPRD,
    NULL, 200809, "Version of POSIX.1");
SYSCTL_INT(_kern, KERN_JOB_CONTROL, job_control, CTLFLAG_RD | CTLFLAG_CAPRD,
    NULL, 1, "Job control exists");
SYSCTL_INT(_kern, KERN_SAVED_IDS, saved_ids, CTLFLAG_RD | CTLFLAG_CAPRD, NULL,
    1, "Saved set-user-ids exist");
SYSCTL_INT(_kern, KERN_IOV_MAX, iov_max, CTLFLAG_RD | CTLFLAG_CAPRD, NULL,
    IOV_MAX, "Elements of an I/O vector");

/*
 * As many random bytes as are asked for, up to 256.
 */
static int
sysctl_arandom(SYSCTL_HANDLER_ARGS)
{
	char buf[256];
	size_t len = MIN(req->req_oldlen, sizeof(buf));
	int error;

	if (req->req_old == NULL)
		len = sizeof(buf);
	random_bytes(buf, len);
	error = SYSCTL_OUT(req, buf, len);
	explicit_bzero(buf, sizeof(buf));
	return (error);
}
SYSCTL_PROC(_kern, KERN_ARND, arandom,
    CTLTYPE_OPAQUE | CTLFLAG_RD | CTLFLAG_CAPRD, NULL, 0, sysctl_arandom, "",
    "Random bytes");

/*
 * CPU time in ticks of 10 ms: user, nice, system, interrupt, idle.
 */
static void
cp_time_get(const struct pcpu *pc, long *ticks)
{
	u_int i;

	for (i = 0; i < CPUSTATES; i++)
		ticks[i] += (long)(pc->pc_cp_time[i] / 10000000);
}

static int
sysctl_cp_time(SYSCTL_HANDLER_ARGS)
{
	long sum[CPUSTATES] = { 0 };
	u_int cpu;

	CPU_FOREACH(cpu)
		cp_time_get(cpus[cpu], sum);
	return (SYSCTL_OUT(req, sum, sizeof(sum)));
}
SYSCTL_PROC(_kern, OID_AUTO, cp_time, CTLTYPE_OPAQUE | CTLFLAG_RD, NULL, 0,
    sysctl_cp_time, "L",
    "CPU time in 1/100 s: user, nice, system, interrupt, idle");

static int
sysctl_cp_times(SYSCTL_HANDLER_ARGS)
{
	long ticks[CPUSTATES];
	u_int cpu;
	int error = 0;

	CPU_FOREACH(cpu) {
		memset(ticks, 0, sizeof(ticks));
		cp_time_get(cpus[cpu], ticks);
		error = SYSCTL_OUT(req, ticks, sizeof(ticks));
		if (error != 0)
			break;
	}
	return (error);
}
SYSCTL_PROC(_kern, OID_AUTO, cp_times, CTLTYPE_OPAQUE | CTLFLAG_RD, NULL, 0,
    sysctl_cp_times, "L", "CPU time of each CPU, as kern.cp_time");

static int
sysctl_loadavg(SYSCTL_HANDLER_ARGS)
{
	struct loadavg la = { .fscale = FSCALE };
	u_long avg[3];
	u_int i;

	sched_loadavg(avg);
	for (i = 0; i < 3; i++)
		la.ldavg[i] = (__typeof__(la.ldavg[0]))avg[i];
	return (SYSCTL_OUT(req, &la, sizeof(la)));
}
SYSCTL_PROC(_vm, VM_LOADAVG, loadavg, CTLTYPE_STRUCT | CTLFLAG_RD, NULL, 0,
    sysctl_loadavg, "S,loadavg",
    "Runnable threads, averaged over 1, 5 and 15 minutes");

SYSCTL_STRING(_hw, HW_MACHINE, machine, CTLFLAG_RD | CTLFLAG_CAPRD, MACHINE,
    0, "Kind of machine");
SYSCTL_STRING(_hw, HW_MACHINE_ARCH, machine_arch, CTLFLAG_RD | CTLFLAG_CAPRD,
    MACHINE_ARCH, 0, "Kind of processor");
SYSCTL_UINT(_hw, HW_NCPU, ncpu, CTLFLAG_RD | CTLFLAG_CAPRD, &ncpu, 0,
    "Processors");
SYSCTL_INT(_hw, HW_BYTEORDER, byteorder, CTLFLAG_RD | CTLFLAG_CAPRD, NULL,
    1234, "Order of bytes");
SYSCTL_INT(_hw, HW_PAGESIZE, pagesize, CTLFLAG_RD | CTLFLAG_CAPRD, NULL,
    PAGE_SIZE, "Bytes of a page");
SYSCTL_INT(_hw, HW_FLOATINGPT, floatingpoint, CTLFLAG_RD, NULL, 1,
    "There is floating point hardware");

static int
sysctl_model(SYSCTL_HANDLER_ARGS)
{
	const char *model = md_cpu_model();

	return (SYSCTL_OUT(req, model, strlen(model) + 1));
}
SYSCTL_PROC(_hw, HW_MODEL, model, CTLTYPE_STRING | CTLFLAG_RD | CTLFLAG_CAPRD,
    NULL, 0, sysctl_model, "A", "Model of the processor");

/*
 * arg2: all memory, or without what the kernel holds.
 */
static int
sysctl_memsize(SYSCTL_HANDLER_ARGS)
{
	u_long bytes;

	bytes = (arg2 ? vm_phys_free_count() : vm_phys_total_count()) *
	    PAGE_SIZE;
	return (sysctl_handle_long(oidp, &bytes, 0, req));
}
SYSCTL_PROC(_hw, HW_PHYSMEM, physmem, CTLTYPE_ULONG | CTLFLAG_RD, NULL, 0,
    sysctl_memsize, "LU", "Bytes of memory");
SYSCTL_PROC(_hw, HW_REALMEM, realmem, CTLTYPE_ULONG | CTLFLAG_RD, NULL, 0,
    sysctl_memsize, "LU", "Bytes of memory");
SYSCTL_PROC(_hw, HW_USERMEM, usermem, CTLTYPE_ULONG | CTLFLAG_RD, NULL, 1,
    sysctl_memsize, "LU", "Bytes of memory that are free");

/*
 * Sums of the CPUs' counters; arg2 is the counter's place in struct pcpu.
 */
static int
sysctl_pcpu_sum(SYSCTL_HANDLER_ARGS)
{
	u_long sum = 0;
	u_int cpu;

	CPU_FOREACH(cpu)
		sum += *(const uint64_t *)(const void *)
		    ((const char *)cpus[cpu] + arg2);
	return (sysctl_handle_long(oidp, &sum, 0, req));
}

SYSCTL_NODE(_kern, OID_AUTO, stats, 0, NULL, "Counts since the start");
#define	PCPU_COUNTER(name, member, descr)				\
	SYSCTL_PROC(_kern_stats, OID_AUTO, name, CTLTYPE_ULONG |	\
	    CTLFLAG_RD, NULL, __offsetof(struct pcpu, member),		\
	    sysctl_pcpu_sum, "LU", descr)
PCPU_COUNTER(syscalls, pc_syscalls, "System calls");
PCPU_COUNTER(switches, pc_switches, "Thread switches");
PCPU_COUNTER(interrupts, pc_intrs, "Hard interrupts");
PCPU_COUNTER(traps, pc_traps, "Traps");
PCPU_COUNTER(softints, pc_softs, "Soft interrupts");
PCPU_COUNTER(ipis, pc_ipis, "Interrupts of one CPU by another");
