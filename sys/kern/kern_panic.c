/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Panic: the end of this kernel's life, told to the console.
 *
 * Model	The first CPU that panics wins panic_cpu, stops the others,
 *		prints `panic: ' and why, registers and a backtrace, and then
 *		does what kern.panic_reboot says.  Others that panic meanwhile
 *		wait, to be stopped.  A panic within a panic prints its message
 *		only; a third stops at once.
 *
 * After panicstr is set, locks are not waited for (spin_enter_slow), output
 * takes none, and nothing is scheduled: interrupts stay off.
 */
#include <sys/param.h>
#include <sys/md.h>
#include <sys/proc.h>
#include <sys/reboot.h>
#include <sys/spin.h>
#include <sys/sysctl.h>
#include <sys/systm.h>

#define	NO_CPU	((u_int)-1)

const char *volatile	panicstr;
volatile bool		cpus_stopped;

static volatile u_int	panic_cpu = NO_CPU;
static volatile int	panic_depth;
static char		panic_msg[256];

#ifdef DEBUG
static int		panic_reboot = 0;
#else
static int		panic_reboot = 15;
#endif
SYSCTL_INT(_kern, OID_AUTO, panic_reboot, CTLFLAG_RW | CTLFLAG_TUN,
    &panic_reboot, 0, "Seconds from a panic to the restart, 0 to stop");

static void	panic_stop(void) __dead2;
static void	panic_finish(void) __dead2;

static void
panic_stop(void)
{

	for (;;) {
		(void)md_intr_disable();
		md_cpu_relax();
	}
}

static void
panic_describe(void)
{
	struct thread *td = curthread;

	printf("cpu %u, uptime %lu ms", MD_PCPU_GET(pc_cpuid),
	    md_time_ns() / 1000000);
	if (td != NULL) {
		printf(", thread %d", td->td_tid);
		if (td->td_name[0] != '\0')
			printf(" (%s)", td->td_name);
		if (td->td_proc != NULL)
			printf(" of process %d (%s)", td->td_proc->p_pid,
			    td->td_proc->p_comm);
	}
	printf(", level %d\n", curipl());
}

static void
panic_finish(void)
{

	if (panic_reboot > 0) {
		printf("restart in %d s\n", panic_reboot);
		md_delay((uint64_t)panic_reboot * 1000000000);
		md_reboot(RB_AUTOBOOT | RB_NOSYNC);
	}
	panic_stop();
}

void
vpanic(const char *fmt, va_list ap)
{
	u_int cpu;

	(void)md_intr_disable();
	cpu = MD_PCPU_GET(pc_cpuid);
	if (!atomic_cas(&panic_cpu, NO_CPU, cpu) && panic_cpu != cpu)
		panic_stop();
	if (panic_depth++ > 1)
		panic_stop();
	if (panicstr == NULL)
		vsnprintf(panic_msg, sizeof(panic_msg), fmt, ap);
	panicstr = panic_msg;
	if (panic_depth == 1)
		md_panic_stop_others();
	else {
		printf("panic: within a panic: ");
		vprintf(fmt, ap);
		printf("\n");
		panic_finish();
	}
	printf("panic: %s\n", panic_msg);
	panic_describe();
	md_print_regs();
	printf("backtrace:\n");
	md_backtrace(backtrace_emit, NULL, __builtin_frame_address(0));
	panic_finish();
}

void
panic(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vpanic(fmt, ap);
	va_end(ap);
}

/*
 * For those who test what comes after.
 */
static int
sysctl_panic(SYSCTL_HANDLER_ARGS)
{
	int error, value = 0;

	error = sysctl_handle_int(oidp, &value, 0, req);
	if (error == 0 && SYSCTL_WRITING(req) && value == 1)
		panic("debug.panic was set");
	return (error);
}
SYSCTL_PROC(_debug, OID_AUTO, panic, CTLTYPE_INT | CTLFLAG_RW | CTLFLAG_SKIP,
    NULL, 0, sysctl_panic, "I", "Write 1 to panic");

/*
 * Called by the code that the compiler puts at a function's end, when the stack
 * guard has changed.
 */
void
__stack_chk_fail(void)
{

	panic("stack overflow detected in the function that returns to %p",
	    __builtin_return_address(0));
}

#ifdef DEBUG
/*
 * The last errors that were raised, for whoever wonders where one came from.
 */
#define	ERRLOG_SIZE	64

static struct {
	const char	*file;
	int		line;
	int		error;
} errlog[ERRLOG_SIZE];
static uint32_t	errlog_next;

/*
 * SET_ERROR(): record that an error begins here.  Racing writers may mix an
 * entry's members, which is good enough for a trace.
 */
int
set_error(int error, const char *file, int line)
{
	uint32_t i;

	i = atomic_fetch_add(&errlog_next, 1) % ERRLOG_SIZE;
	errlog[i].file = file;
	errlog[i].line = line;
	errlog[i].error = error;
	return (error);
}

static int
sysctl_errors(SYSCTL_HANDLER_ARGS)
{
	char line[80];
	uint32_t i, next = errlog_next;
	int error = 0, len;

	for (i = next - MIN(next, ERRLOG_SIZE); i != next && error == 0; i++) {
		u_int slot = i % ERRLOG_SIZE;

		if (errlog[slot].file == NULL)
			continue;
		len = snprintf(line, sizeof(line), "%s:%d: %d\n",
		    errlog[slot].file, errlog[slot].line, errlog[slot].error);
		error = SYSCTL_OUT(req, line,
		    MIN((size_t)len, sizeof(line) - 1));
	}
	if (error == 0)
		error = SYSCTL_OUT(req, "", 1);
	return (error);
}
SYSCTL_PROC(_debug, OID_AUTO, errors, CTLTYPE_STRING | CTLFLAG_RD, NULL, 0,
    sysctl_errors, "A", "Where the last errors were raised: file:line: errno");
#endif
