/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The way between the simulated kernel and the host's side of the simulator,
 * which are compiled against different headers and meet nowhere else.  Every
 * function host_* is in arch/sim/host, every sim_* in arch/sim/sim (where its
 * name is the same, though in the program it has the prefix ksim_).
 *
 * The host's functions neither sleep nor come to a point; the kernel may call
 * them in any context.
 */
#ifndef _MACHINE_SIMHOST_H_
#define	_MACHINE_SIMHOST_H_

/* Why the kernel gives the process back to the host; host_stop(). */
#define	SIM_STOP_READY		1	/* booted, the scenario comes next */
#define	SIM_STOP_DONE		2	/* the scenario has ended well */
#define	SIM_STOP_FAIL		3	/* the scenario found a defect */
#define	SIM_STOP_PANIC		4
#define	SIM_STOP_STUCK		5	/* nothing can ever happen again */
#define	SIM_STOP_LIMIT		6	/* too many events or too much time */
#define	SIM_STOP_POWEROFF	7	/* the plan cut the power */
#define	SIM_STOP_SLICE		8	/* another instance goes on */

/* Kinds of events.  Their numbers are part of every hash. */
#define	SIM_EV_CPU		1	/* another CPU goes on: its number */
#define	SIM_EV_SWITCH		2	/* thread: from, to */
#define	SIM_EV_INTR		3	/* interrupt taken: SIM_INTR_* */
#define	SIM_EV_SYSCALL		4	/* pid, number */
#define	SIM_EV_RESULT		5	/* pid, number, result */
#define	SIM_EV_TRAP		6	/* pid, trap, offset in the window */
#define	SIM_EV_DISK_START	7	/* unit, command, sector */
#define	SIM_EV_DISK_END		8	/* unit, sector, error */
#define	SIM_EV_FAULT		9	/* kind, count */
#define	SIM_EV_SCENARIO		10	/* what a scenario says */
#define	SIM_EV_HALT		11	/* time jumps */
#define	SIM_EV_DISK_DATA	12	/* unit, bytes moved, checksum */
#define	SIM_EV_NKINDS		13

/* Kinds of faults that a plan counts; host_fault(). */
#define	SIM_FAULT_ALLOC		0	/* an allocation finds no memory */
#define	SIM_FAULT_SLEEP		1	/* an interruptible sleep ends */
#define	SIM_FAULT_IO		2	/* a disk request fails */
#define	SIM_FAULT_SHORT		3	/* a disk request breaks off */
#define	SIM_FAULT_WRITE		4	/* the power is cut at a disk write */
#define	SIM_FAULT_NKINDS	5

/* What the host asks of a boot. */
struct sim_boot_args {
	unsigned	sb_ncpu;
	unsigned	sb_ndisks;
	unsigned	sb_node;
	unsigned	sb_boots;	/* power cuts before this one */
	const char	*sb_cmdline;
	const struct sim_scenario *sb_scenario;
};

/*
 * A scenario; sim(7).  ss_main runs in a thread of process 1 once the kernel
 * has booted, in a simulation with ss_ncpu CPUs.  ss_program is for those that
 * are a program: a path on the root disk.
 */
struct sim_scenario {
	const char	*ss_name;
	const char	*ss_descr;
	void		(*ss_prepare)(void);	/* before the snapshot */
	void		(*ss_main)(void);
	const char	*ss_program;
	const char	*ss_plan;	/* when the user gives none */
	unsigned	ss_ncpu;	/* 0: 2 */
	unsigned	ss_flags;	/* SIM_S_* */
	unsigned	ss_nodes;	/* instances that run it; 0: 1 */
};

#define	SIM_S_ROOT	0x01		/* the root is a disk, not a tmpfs */
#define	SIM_S_DEFECT	0x02		/* meant to fail: tests the tester */
#define	SIM_S_POWER	0x04		/* goes on after a power cut */
#define	SIM_S_DISK	0x08		/* has an empty disk, the last one */
#define	SIM_S_FSCK	0x10		/* e2fsck repairs the disk in between */
#define	SIM_S_FUZZ	0x20		/* its input says what it does */

#define	SIM_INPUT_MAX	4096		/* bytes of an input */

/* arch/sim/host */
void	host_stop(int why, const char *msg);
void	host_no_return(void);
unsigned host_choose(unsigned long cpus, unsigned self, int spinning,
	    unsigned long passed, long *points);
void	host_event(unsigned long now, unsigned cpu, unsigned kind,
	    unsigned long a, unsigned long b, unsigned long c);
unsigned long host_random(void);
unsigned long host_input(unsigned char *);
int	host_fault(unsigned kind, const void *site);
int	host_failpoint(const char *name);
void	host_scenario_over(void);
void	host_console(int c);
void	host_note(const char *text);
void	host_map_window(unsigned long va, unsigned long pa, int prot);
void	host_unmap_window(unsigned long va, unsigned long len);
void	host_protect_kva(unsigned long va, unsigned long len, int prot);
void	host_user_enter(void *frame, void *xstate, unsigned long fsbase)
	    __attribute__((__noreturn__));
unsigned long host_disk_size(unsigned unit);
int	host_disk_read(unsigned unit, unsigned long offset, void *p,
	    unsigned long len);
int	host_disk_write(unsigned unit, unsigned long offset, const void *p,
	    unsigned long len, int through);
unsigned long host_disk_written(unsigned unit);
int	host_disk_flush(unsigned unit, unsigned long upto);
void	host_keep(unsigned long);
unsigned long host_kept(void);

/* arch/sim/sim */
void	sim_start(const struct sim_boot_args *);
void	sim_enter_syscall(void);
void	sim_enter_trap(unsigned long trapno, unsigned long err,
	    unsigned long addr);
extern void *sim_user_frame;		/* where the entry saves registers */
extern void *sim_user_xstate;
extern void *const sim_boot_sp;
const struct sim_scenario *sim_scenario_nth(unsigned);
const char *sim_failpoint_nth(unsigned);	/* its name */
extern const unsigned long sim_errno_last;
unsigned long sim_points_passed(void);	/* since host_choose() */

#endif /* !_MACHINE_SIMHOST_H_ */
