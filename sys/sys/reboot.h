/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_REBOOT_H_
#define	_SYS_REBOOT_H_

#include <sys/cdefs.h>

#define	RB_AUTOBOOT	0
#define	RB_ASKNAME	0x001	/* ask for the root file system */
#define	RB_SINGLE	0x002	/* single user */
#define	RB_NOSYNC	0x004	/* do not write dirty data first */
#define	RB_HALT		0x008	/* stop, keep the power */
#define	RB_INITNAME	0x010
#define	RB_KDB		0x040
#define	RB_RDONLY	0x080
#define	RB_DUMP		0x100
#define	RB_VERBOSE	0x800
#define	RB_POWEROFF	0x4000
#define	RB_POWERCYCLE	0x400000

#ifndef _KERNEL
__BEGIN_DECLS
int	reboot(int);
__END_DECLS
#endif

#endif /* !_SYS_REBOOT_H_ */
