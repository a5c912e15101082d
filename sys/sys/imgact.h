/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Image activators: what execve(2) asks whether they know a file's format.
 */
#ifndef _SYS_IMGACT_H_
#define	_SYS_IMGACT_H_

#ifdef _KERNEL
#include <sys/types.h>
#include <sys/syslimits.h>

struct cred;
struct image;
struct proc;
struct thread;
struct vm_object;
struct vm_page;
struct vmspace;
struct vnode;

/*
 * An activator looks at im_head and answers
 *	-1	not mine, ask the next
 *	0	im_vmspace and im_entry are ready (ELF), or im_interp names
 *		another program to run (IMF_INTERP)
 *	errno	mine, and bad
 * It changes nothing but the image.
 */
struct image_activator {
	const char	*ia_name;
	int		(*ia_activate)(struct image *);
};

extern const struct image_activator elf64_activator;
extern const struct image_activator shell_activator;

#define	EXEC_MAXINTERP	4		/* nested #! */

/*
 * Arguments and environment in one kernel buffer: the strings one behind the
 * other, arguments first.
 */
struct exec_args {
	char		*ea_buf;	/* ARG_MAX bytes and more */
	size_t		ea_size;	/* of the buffer */
	size_t		ea_arglen;	/* bytes of argument strings */
	size_t		ea_envlen;	/* bytes of environment strings */
	u_int		ea_argc;
	u_int		ea_envc;
};

/*
 * A program on its way to becoming a process's image.
 */
struct image {
	struct thread	*im_td;
	struct vnode	*im_vp;		/* the file; referenced, unlocked,
					   writers kept off */
	struct vm_object *im_object;	/* its data, referenced */
	off_t		im_size;	/* its size ... */
	mode_t		im_mode;	/* ... and of its attributes what */
	uid_t		im_uid;		/* set-id execution needs */
	gid_t		im_gid;
	struct vm_page	*im_headpage;	/* holds im_head */
	char		*im_head;	/* its first page ... */
	size_t		im_headlen;	/* ... as far as the file goes */
	struct exec_args *im_args;
	struct vmspace	*im_vmspace;	/* being built */
	vm_offset_t	im_entry;
	vm_offset_t	im_phdr;	/* program headers in memory, or 0 */
	u_int		im_phnum;
	vm_offset_t	im_base;	/* load bias */
	u_int		im_flags;	/* IMF_* */
	u_int		im_depth;	/* interpreters so far */
	char		im_interp[PATH_MAX];	/* after #! */
	char		im_interparg[PATH_MAX];	/* "" without */
	char		im_execpath[PATH_MAX];	/* AT_EXECPATH */
	char		im_comm[32];	/* name for p_comm */
};

#define	IMF_INTERP	0x01		/* im_interp is to be run instead */
#define	IMF_NOSETID	0x02		/* nosuid mount: ids are ignored */
#endif /* _KERNEL */

#endif /* !_SYS_IMGACT_H_ */
