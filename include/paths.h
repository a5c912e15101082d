/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _PATHS_H_
#define	_PATHS_H_

#define	_PATH_DEFPATH	"/sbin:/bin:/usr/sbin:/usr/bin"
#define	_PATH_STDPATH	"/usr/bin:/bin:/usr/sbin:/sbin"

#define	_PATH_BSHELL	"/bin/sh"
#define	_PATH_CONSOLE	"/dev/console"
#define	_PATH_CP	"/bin/cp"
#define	_PATH_CSMAPPER	"/usr/share/i18n/csmapper"
#define	_PATH_DEVNULL	"/dev/null"
#define	_PATH_DEVZERO	"/dev/zero"
#define	_PATH_FSTAB	"/etc/fstab"
#define	_PATH_GETTY	"/usr/libexec/getty"
#define	_PATH_GROUP	"/etc/group"
#define	_PATH_KLOG	"/dev/klog"
#define	_PATH_LOGIN	"/usr/bin/login"
#define	_PATH_MAILDIR	"/var/mail"
#define	_PATH_MAN	"/usr/share/man"
#define	_PATH_NOLOGIN	"/var/run/nologin"
#define	_PATH_RC	"/etc/rc"
#define	_PATH_RM	"/bin/rm"
#define	_PATH_SHELLS	"/etc/shells"
#define	_PATH_STDERR	"/dev/stderr"
#define	_PATH_TTY	"/dev/tty"
#define	_PATH_TTYS	"/etc/ttys"
#define	_PATH_ZONEINFO	"/usr/share/zoneinfo"

#define	_PATH_DEV	"/dev/"
#define	_PATH_SHM	"/var/shm/"
#define	_PATH_TMP	"/tmp/"
#define	_PATH_VARRUN	"/var/run/"
#define	_PATH_VARTMP	"/var/tmp/"

#endif /* !_PATHS_H_ */
