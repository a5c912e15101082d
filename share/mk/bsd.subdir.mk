# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# bsd.subdir.mk: the same target in each directory of SUBDIR, side by side.
#
#	SUBDIR=		cat chmod	`.WAIT' orders what must be ordered

.include <bsd.own.mk>

.MAIN:		all

_SUBTARGETS=	all install clean
.for _t in ${_SUBTARGETS}
${_t}: .PHONY
.for _d in ${SUBDIR:N.WAIT}
${_t}-${_d}: .PHONY .MAKE
	@cd ${.CURDIR}/${_d} && ${MAKE} ${_t}
.endfor
${_t}: ${SUBDIR:S/^/${_t}-/:S/^${_t}-.WAIT$/.WAIT/}
.endfor
