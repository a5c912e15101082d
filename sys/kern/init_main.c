/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The kernel's main function: everything is started here, in order, by name.
 *
 * The port enters kernel_main() on the boot CPU with its early console, the
 * direct map and the ranges of memory in place, interrupts off, thread0
 * running.  A line below may use what the lines above it started; the comments
 * say what becomes possible.  BOOT markers are printed in this order on every
 * port, see boot(8).
 */
#include <sys/param.h>
#include <sys/bootinfo.h>
#include <sys/conf.h>
#include <sys/disk.h>
#include <sys/exec.h>
#include <sys/eventvar.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/kmem.h>
#include <sys/kthread.h>
#include <sys/md.h>
#include <sys/mount.h>
#include <sys/proc.h>
#include <sys/procdesc.h>
#include <sys/random.h>
#include <sys/resourcevar.h>
#include <sys/sched.h>
#include <sys/socketvar.h>
#include <sys/softint.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/tty.h>
#include <sys/umtx.h>
#include <sys/ucred.h>
#include <sys/vnode.h>

#include <vm/vm.h>
#include <vm/vm_page.h>

/*
 * Process 1: mount the root, give the process a console, and become init.
 * Runs in the new process's thread; returning enters user mode.
 */
static void
init_start(void *arg)
{
	const char *paths[] = { bootarg("init"), "/sbin/init", "/bin/sh",
	    NULL };
	struct thread *td = curthread;

	/* Devices attach in thread context: their interrupts need threads. */
	md_autoconf();
	printf("BOOT devices\n");

	vfs_mountroot(td);
	printf("BOOT root\n");

	if (exec_first(td, paths[0] != NULL && *paths[0] != '\0' ? paths :
	    paths + 1, NULL) == 0)
		return;
	panic("no init");
}

static int	kern_agent;		/* constant once init runs */

SYSCTL_INT(_kern, OID_AUTO, agent, CTLFLAG_RD, &kern_agent, 0,
    "Whether vmagent(8) may start: kern.agent=1 on the command line");

void
kernel_main(void)
{
	const char *agent;

	/* Memory. */
	vm_phys_init();
	kmem_init();
	printf("BOOT memory\n");

	/* Interrupt controllers, the clock, what other CPUs there are. */
	md_init();
	sysctl_init();
	agent = bootarg("kern.agent");
	kern_agent = agent != NULL && strcmp(agent, "1") == 0;
	tc_init();
	random_init();

	/* Objects that only need memory and locks. */
	vm_init();
	cred_init();
	lim_init();
	sig_init();
	file_init();
	filedesc_init();
	proc0_init();
	umtx_init();
	exec_init();

	/* Threads: from here on the kernel is preemptible. */
	sched_init();
	random_init_late();
	printf("BOOT threads\n");

	vfs_init();
	socket_init();
	kqueue_init();
	procdesc_init();
	disk_init();
	tty_init();
	cons_init();
	pty_init();
	vm_pageout_start();
	vfs_start();

	cpu_startup_aps();
	printf("BOOT cpus %u\n", ncpu);

	if (fork_kernel(init_start, NULL, "init", &initproc) != 0)
		panic("kernel_main: no memory for init");
	for (;;)
		sched_park("swapper");
}
