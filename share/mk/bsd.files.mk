# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# bsd.files.mk: plain files and scripts.
#
#	FILES=	 rc fstab	FILESDIR=/etc	FILEMODE=444, FILEMODE.rc=555
#	SCRIPTS= which.sh	installed as which in BINDIR

.include <bsd.init.mk>

all: ${FILES:U} ${SCRIPTS:U}
install: _filesinstall
_filesinstall: .PHONY
.for _f in ${FILES:U}
	@${MINSTALL} -m ${FILEMODE.${_f}:U${FILEMODE}} \
	    ${exists(${.CURDIR}/${_f}):?${.CURDIR}/${_f}:${_f}} \
	    ${DESTDIR}${FILESDIR.${_f}:U${FILESDIR}}/${FILESNAME.${_f}:U${_f:T}}
.endfor
.for _f in ${SCRIPTS:U}
	@${MINSTALL} -m ${BINMODE} \
	    ${exists(${.CURDIR}/${_f}):?${.CURDIR}/${_f}:${_f}} \
	    ${DESTDIR}${BINDIR}/${SCRIPTSNAME.${_f}:U${_f:T:R}}
.endfor
