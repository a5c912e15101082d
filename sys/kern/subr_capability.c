/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Constant sets of rights, one for each kind of use that a call makes of a
 * descriptor.
 */

#include <sys/param.h>
#include <sys/capsicum.h>

#define	RIGHTS0(name, r) \
	const cap_rights_t name = CAP_RIGHTS_WORDS(r, 0ULL)
#define	RIGHTS1(name, r) \
	const cap_rights_t name = CAP_RIGHTS_WORDS(0ULL, r)

const cap_rights_t cap_all_rights = CAP_RIGHTS_WORDS(CAP_ALL0, CAP_ALL1);
const cap_rights_t cap_no_rights = CAP_RIGHTS_WORDS(0ULL, 0ULL);

RIGHTS0(cap_accept_rights, CAP_ACCEPT);
RIGHTS0(cap_bind_rights, CAP_BIND);
RIGHTS0(cap_connect_rights, CAP_CONNECT);
RIGHTS1(cap_event_rights, CAP_EVENT);
RIGHTS0(cap_fchdir_rights, CAP_FCHDIR);
RIGHTS0(cap_fchmod_rights, CAP_FCHMOD);
RIGHTS0(cap_fchown_rights, CAP_FCHOWN);
RIGHTS0(cap_fcntl_rights, CAP_FCNTL);
RIGHTS0(cap_fexecve_rights, CAP_FEXECVE);
RIGHTS0(cap_flock_rights, CAP_FLOCK);
RIGHTS0(cap_fpathconf_rights, CAP_FPATHCONF);
RIGHTS0(cap_fstat_rights, CAP_FSTAT);
RIGHTS0(cap_fstatfs_rights, CAP_FSTATFS);
RIGHTS0(cap_fsync_rights, CAP_FSYNC);
RIGHTS0(cap_ftruncate_rights, CAP_FTRUNCATE);
RIGHTS0(cap_futimes_rights, CAP_FUTIMES);
RIGHTS0(cap_getpeername_rights, CAP_GETPEERNAME);
RIGHTS0(cap_getsockname_rights, CAP_GETSOCKNAME);
RIGHTS0(cap_getsockopt_rights, CAP_GETSOCKOPT);
RIGHTS1(cap_ioctl_rights, CAP_IOCTL);
RIGHTS0(cap_listen_rights, CAP_LISTEN);
RIGHTS0(cap_lookup_rights, CAP_LOOKUP);
RIGHTS0(cap_mmap_rights, CAP_MMAP);
RIGHTS1(cap_pdgetpid_rights, CAP_PDGETPID);
RIGHTS1(cap_pdkill_rights, CAP_PDKILL);
RIGHTS1(cap_pdwait_rights, CAP_PDWAIT);
RIGHTS0(cap_pread_rights, CAP_PREAD);
RIGHTS0(cap_pwrite_rights, CAP_PWRITE);
RIGHTS0(cap_read_rights, CAP_READ);
RIGHTS0(cap_seek_rights, CAP_SEEK);
RIGHTS0(cap_seek_tell_rights, CAP_SEEK_TELL);
RIGHTS0(cap_send_connect_rights, CAP_SEND | CAP_CONNECT);
RIGHTS0(cap_setsockopt_rights, CAP_SETSOCKOPT);
RIGHTS0(cap_shutdown_rights, CAP_SHUTDOWN);
RIGHTS0(cap_write_rights, CAP_WRITE);
