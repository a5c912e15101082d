/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What tools/makesyscalls generates from sys/kern/syscalls.master as data: the
 * flags of a call, its arguments with their annotations, its errnos.  The
 * trace decoder, the fuzzer and the tests read sysdesc[], the dispatcher only
 * the flags.
 */

#ifndef _SYS_SYSARG_H_
#define	_SYS_SYSARG_H_

#include <sys/types.h>

/* Flags of a call. */
#define	SYF_CAP		0x0001		/* allowed in capability mode */
#define	SYF_RESTART	0x0002		/* restarted after SA_RESTART */
#define	SYF_EINTR	0x0004		/* a signal always ends it */
#define	SYF_PTR		0x0008		/* the result is an address */
#define	SYF_NOERR	0x0010		/* cannot fail */
#define	SYF_NORETURN	0x0020		/* does not return */
#define	SYF_HIDDEN	0x0040		/* libc wraps it */

/* What an argument is. */
enum sysarg_kind {
	SYSARG_VALUE,			/* an integer of sa_size bytes */
	SYSARG_POINTER,			/* an address that is not followed */
	SYSARG_OBJECT,			/* one object of sa_size bytes */
	SYSARG_ARRAY,			/* elements of sa_size bytes */
	SYSARG_BYTES,			/* a buffer */
	SYSARG_STRING,
	SYSARG_STRINGS,			/* NULL-terminated vector */
	SYSARG_PATH,
	SYSARG_FD,
	SYSARG_DIRFD			/* AT_FDCWD is one too */
};

#define	SYSARG_IN	0x01		/* the kernel reads it */
#define	SYSARG_OUT	0x02		/* the kernel writes it */
#define	SYSARG_OPT	0x04		/* may be NULL */

#define	SYSARG_MAX	6

/*
 * The constants that a value may be: groups of them, up to one with sg_count 0.
 */
struct sysname {
	const char	*sn_name;
	long long	sn_value;
};

struct sysnames {
	int		sg_how;		/* SYSNAMES_* */
	u_int		sg_count;
	const struct sysname *sg_names;
};

#define	SYSNAMES_ONE	0		/* the value, or the bits that only
					   these names have, is one of them */
#define	SYSNAMES_OR	1		/* a bitwise or of them */

struct sysarg {
	const char	*sa_name;
	const char	*sa_type;
	const char	*sa_rights;	/* "READ|SEEK", "*"; descriptors only */
	u_short		sa_kind;	/* enum sysarg_kind */
	u_short		sa_flags;
	u_int		sa_size;
	int		sa_lenarg;	/* argument with the length, or -1 */
	u_int		sa_count;	/* constant length, or 0 */
	const struct sysnames *sa_names; /* what a value is made of, or NULL */
};

struct sysdesc {
	const char	*sd_name;	/* NULL: no such call */
	const char	*sd_type;
	const short	*sd_errnos;	/* in alphabetical order of names */
	u_int		sd_flags;
	u_short		sd_nargs;
	u_short		sd_nerrnos;
	struct sysarg	sd_args[SYSARG_MAX];
};

extern const struct sysdesc sysdesc[];

/* The names that no argument has, but decoders need. */
extern const struct sysnames sysnames_errno[];
extern const struct sysnames sysnames_evfilt[];
extern const struct sysnames sysnames_evflags[];
extern const struct sysnames sysnames_pollev[];
extern const struct sysnames sysnames_prot[];
extern const struct sysnames sysnames_sa[];
extern const struct sysnames sysnames_sicode[];
extern const struct sysnames sysnames_sicode_bus[];
extern const struct sysnames sysnames_sicode_chld[];
extern const struct sysnames sysnames_sicode_fpe[];
extern const struct sysnames sysnames_sicode_ill[];
extern const struct sysnames sysnames_sicode_segv[];
extern const struct sysnames sysnames_sicode_trap[];
extern const struct sysnames sysnames_signal[];

#endif
