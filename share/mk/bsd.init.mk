# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# bsd.init.mk: the start of every leaf: the parent's Makefile.inc, the shared
# variables, and the object directory.

.if !defined(_BSD_INIT_MK_)
_BSD_INIT_MK_=	1

.-include "${.CURDIR}/../Makefile.inc"
.include <bsd.own.mk>

.MAIN:		all

.if !defined(NOOBJ)
_OBJDIR:=	${OBJROOT}/${SRCREL}
.if !exists(${_OBJDIR})
_mkobj!=	mkdir -p ${_OBJDIR}
.endif
.OBJDIR:	${_OBJDIR}
.endif

.SUFFIXES:	.o .c .S .y .l

.endif
