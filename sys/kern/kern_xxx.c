/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * System calls that are little more than a door to another part.
 */

#include <sys/param.h>
#include <sys/md.h>
#include <sys/mount.h>
#include <sys/proc.h>
#include <sys/reboot.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/ucred.h>

#define	REBOOT_FLAGS	(RB_NOSYNC | RB_HALT | RB_POWEROFF | RB_POWERCYCLE | \
			    RB_SINGLE | RB_VERBOSE)

volatile u_int	rebooting;

/*
 * Stop the system: file systems first, unless RB_NOSYNC.  Does not return when
 * it succeeds.
 */
int
sys_reboot(struct thread *td, const struct reboot_args *uap,
    register_t *retval)
{
	int error;

	error = priv_check(td->td_cred, PRIV_REBOOT);
	if (error != 0)
		return (error);
	if ((uap->howto & ~REBOOT_FLAGS) != 0)
		return (SET_ERROR(EINVAL));
	if (atomic_swap(&rebooting, 1U) != 0)
		reboot_wait();
	if ((uap->howto & RB_NOSYNC) == 0)
		vfs_shutdown();
	md_reboot(uap->howto);
}

/*
 * The machine is about to stop and has nothing more for this thread to do.
 */
void
reboot_wait(void)
{
	struct proc *p = curproc;

	mutex_enter(&p->p_lock);
	for (;;)
		cv_wait(&p->p_stopcv, &p->p_lock);
}

/*
 * What only this machine has.
 */
int
sys_sysarch(struct thread *td, const struct sysarch_args *uap,
    register_t *retval)
{

	return (cpu_sysarch(td, uap->op, uap->arg));
}
