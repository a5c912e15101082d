# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# bsd.man.mk: manual pages.
#
#	MAN=	cat.1		pages, installed under MANDIR/manN
#	MLINKS=	test.1 [.1	pairs: page, further name

.include <bsd.init.mk>

install: _maninstall
_maninstall: .PHONY
.for _m in ${MAN:U}
	@${MINSTALL} -m 444 ${.CURDIR}/${_m} \
	    ${DESTDIR}${MANDIR}/man${_m:E}/${_m:T}
.endfor
.for _from _to in ${MLINKS:U}
	@${MINSTALL} -h ${MANDIR}/man${_from:E}/${_from:T} \
	    ${DESTDIR}${MANDIR}/man${_to:E}/${_to:T}
.endfor
