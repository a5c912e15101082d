/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What ATF's configure script would have found out.
 */

#ifndef _ATF_CONFIG_H_
#define	_ATF_CONFIG_H_

#define	HAVE_GETCWD_DYN		1
#define	HAVE_PUTENV		1
#define	HAVE_SETENV		1
#define	HAVE_UNSETENV		1
#define	HAVE_VSNPRINTF_IN_STD	1
#ifdef __Tessera__
#define	HAVE_OPTRESET		1
#else
#define	HAVE_GNU_GETOPT		1
#endif
#define	PACKAGE_BUGREPORT	"atf"
#define	PACKAGE_NAME		"Automated Testing Framework"
#define	PACKAGE_STRING		"Automated Testing Framework 0.21"
#define	PACKAGE_VERSION		"0.21"

#endif
