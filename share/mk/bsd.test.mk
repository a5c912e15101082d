# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# bsd.test.mk: one directory of tests/.
#
#	TESTS_C=	t_fork		programs for the guest, with ATF
#	TESTS_SH=	t_cat		scripts for the guest, with atf-sh
#	HOST_TESTS_C=	t_queue		programs for the build host, with
#					ATF, ASan and UBSan
#	HOST_TESTS_SH=	t_guest		scripts for the build host
#	HELPERS_C=	h_spin		plain programs for the guest
#	FILES=		d_bad.elf	data, installed beside the tests
#
# Each t_*.c and t_*.sh that no HOST_ list names is a test for the guest, each
# h_*.c a helper and each d_* a file, so most directories need one line only.
# Further sources of NAME are SRCS.NAME; libraries LDADD or LDADD.NAME; a host
# program takes kernel or library sources from SRCS.NAME, with HOSTCFLAGS.NAME.
#
# The guest finds all under /usr/tests, the host under OBJROOT/tests; the file
# TESTS there tells tools/runtests what is what.

.include <bsd.init.mk>

HOST_TESTS_C?=
HOST_TESTS_SH?=
_here:=		${:!cd ${.CURDIR} && ls!}
.if !defined(TESTS_C)
TESTS_C:=	${_here:Mt_*.c:R}
.for _h in ${HOST_TESTS_C}
TESTS_C:=	${TESTS_C:N${_h}}
.endfor
.endif
.if !defined(TESTS_SH)
TESTS_SH:=	${_here:Mt_*.sh:R}
.for _h in ${HOST_TESTS_SH}
TESTS_SH:=	${TESTS_SH:N${_h}}
.endfor
.endif
HELPERS_C?=	${_here:Mh_*.c:R}
FILES?=		${_here:Md_*}
SUBDIR?=	${:!cd ${.CURDIR} && ls -d */Makefile 2>/dev/null || true!:S,/Makefile$,,}

EXTROOT=	${OBJROOT}/external/root
TESTSDIR=	${TESTSBASE}/${SRCREL:S,^tests,,:S,^/,,}
FILESDIR=	${TESTSDIR}
BINDIR=		${TESTSDIR}

# Tests call things as nobody should.
CFLAGS+=	-isystem ${EXTROOT}/include -Wno-format
NOWARN+=	-Wmissing-variable-declarations -Wwrite-strings

.for _p in ${TESTS_C} ${HELPERS_C}
SRCS.${_p}?=
SRCS+=		${_p}.c ${SRCS.${_p}}
.endfor
SRCS:=		${SRCS:U:O:u}

.include <bsd.comp.mk>

_LIBDIR=	${SYSROOT}/usr/lib
_CRT0=		${_LIBDIR}/rcrt1.o ${_LIBDIR}/crti.o
_CRTN=		${_LIBDIR}/crtn.o

all: TESTS
TESTS: ${_MKDEPS} ${.CURDIR}
	@(printf 'guest %s\n' ${TESTS_C} ${TESTS_SH}; \
	    printf 'host %s\n' ${HOST_TESTS_C} ${HOST_TESTS_SH}) | \
	    awk 'NF == 2' > ${.TARGET}

.if exists(${EXTROOT}/lib/libatf-c.a) || empty(TESTS_C)
.for _p in ${TESTS_C}
_ATF.${_p}=	-L${EXTROOT}/lib -latf-c
_ATFFILE.${_p}=	${EXTROOT}/lib/libatf-c.a
.endfor
.for _p in ${TESTS_C} ${HELPERS_C}
_OBJS.${_p}=	${_p}.o ${SRCS.${_p}:T:R:@o@${o}.o@}
_LD.${_p}=	${LDADD} ${LDADD.${_p}}
${_p}: ${_OBJS.${_p}} ${_CRT0} ${_CRTN} ${_LIBDIR}/libc.a \
    ${_LIBDIR}/libcompiler_rt.a ${_ATFFILE.${_p}} \
    ${_LD.${_p}:M-l*:C,^-l(.*)$,${_LIBDIR}/lib\1.a,}
	@${ECHO_CC} "ld ${SRCREL}/${.TARGET}"
	@${LD} ${USERLDFLAGS} ${LDFLAGS} --strip-debug -o ${.TARGET} \
	    ${_CRT0} ${_OBJS.${.TARGET}} -L${_LIBDIR} ${_LD.${.TARGET}} \
	    ${_ATF.${.TARGET}} --start-group -lc -lcompiler_rt --end-group \
	    ${_CRTN}
all: ${_p}
install: _install-${_p}
_install-${_p}: .PHONY
	@${MINSTALL} -m ${BINMODE.${_p}:U555} ${_p} ${DESTDIR}${TESTSDIR}/${_p}
.endfor
.else
all: _noatf
_noatf: .PHONY
	@echo "${SRCREL}: no libatf-c, C tests are left out" >&2
.endif

.for _p in ${TESTS_SH}
${_p}: ${_p}.sh
	@(echo '#!/usr/libexec/atf-sh'; cat ${.ALLSRC:M*.sh}) > ${.TARGET}
	@chmod 755 ${.TARGET}
all: ${_p}
install: _install-${_p}
_install-${_p}: .PHONY
	@${MINSTALL} -m 555 ${_p} ${DESTDIR}${TESTSDIR}/${_p}
.endfor

HOSTFLAGS=	-std=gnu17 -O1 -g -fsanitize=address,undefined \
		-fno-sanitize-recover=all -fno-omit-frame-pointer \
		-Wall -Wextra -Wno-unused-parameter ${CWERROR} \
		-I${EXTROOT}/include -DTOP='"${TOP}"' -DOBJROOT='"${OBJROOT}"'

.for _p in ${HOST_TESTS_C}
_HOSTSRCS.${_p}= ${_p}.c ${SRCS.${_p}:U} ${TOP}/tools/hosttest.c
.-include "${.OBJDIR}/${_p}.host.d"
${_p}: ${_HOSTSRCS.${_p}} ${EXTROOT}/lib/libatf-c-host.a ${_MKDEPS}
	@${ECHO_CC} "hostcc ${SRCREL}/${.TARGET}"
	@rm -rf ${.TARGET}.tmp && mkdir ${.TARGET}.tmp
	@for s in ${.ALLSRC:M*.c:tA}; do \
	    ${HOSTCC} ${HOSTFLAGS} ${HOSTCFLAGS} ${HOSTCFLAGS.${.TARGET}} \
	    -MD -MP -MT ${.TARGET} -MF ${.TARGET}.tmp/$${s##*/}.d \
	    -c -o ${.TARGET}.tmp/$${s##*/}.o $$s || exit 1; done
	@cat ${.TARGET}.tmp/*.d > ${.TARGET}.host.d
	@${HOSTCC} -fsanitize=address,undefined -o ${.TARGET} \
	    ${.TARGET}.tmp/*.o ${EXTROOT}/lib/libatf-c-host.a \
	    ${HOSTLDADD.${.TARGET}}
all: ${_p}
.endfor

.for _p in ${HOST_TESTS_SH}
${_p}: ${_p}.sh ${TOP}/libexec/atf-sh/libatf-sh.subr
	@(echo '#!/bin/sh'; \
	    echo 'TOP="${TOP}" OBJROOT="${OBJROOT}"'; \
	    echo 'export TOP OBJROOT'; \
	    echo 'PATH="${OBJROOT}/tests/hostbin:$$PATH"'; \
	    echo 'Atf_Check="${OBJROOT}/tests/hostbin/atf-check"'; \
	    echo '. "${TOP}/libexec/atf-sh/libatf-sh.subr"'; \
	    cat ${.ALLSRC:M*.sh}; echo; echo 'main "$$@"') > ${.TARGET}
	@chmod 755 ${.TARGET}
all: ${_p}
.endfor

.for _d in ${SUBDIR}
.for _t in all install clean
${_t}: ${_t}-sub-${_d}
${_t}-sub-${_d}: .PHONY .MAKE
	@(cd ${.CURDIR}/${_d} && ${MAKE} ${_t})
.endfor
.endfor

.include <bsd.files.mk>
.include <bsd.clean.mk>
