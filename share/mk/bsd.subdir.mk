# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# bsd.subdir.mk: the same target in each directory of SUBDIR, side by side.
#
#	SUBDIR=		cat chmod	`.WAIT' orders what must be ordered;
#					by default every directory that has a
#					Makefile, so that a new tool needs no
#					line elsewhere

.include <bsd.own.mk>

.MAIN:		all

SUBDIR?=	${:!cd ${.CURDIR} && ls -d */Makefile 2>/dev/null || true!:S,/Makefile$,,}

_SUBTARGETS=	all install clean
.for _t in ${_SUBTARGETS}
${_t}: .PHONY
.for _d in ${SUBDIR:N.WAIT}
${_t}-${_d}: .PHONY .MAKE
	@cd ${.CURDIR}/${_d} && ${MAKE} ${_t}
.endfor
${_t}: ${SUBDIR:@d@${d:N.WAIT:S/^/${_t}-/}${d:M.WAIT}@}
.endfor
