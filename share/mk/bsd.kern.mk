# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# bsd.kern.mk: the kernel of one configuration.
#
# sys/conf/KERNCONF has lines `option NAME[=value]' (each gives -DNAME) and
# `include NAME' (another configuration first).  sys/conf/files lists the
# sources, one a line, relative to sys/:
#
#	kern/kern_exit.c		always
#	kern/subr_check.c  debug	only with that option, in any case
#	amd64: arch/amd64/...		only on that machine
#
# The kernel is linked three times: the symbol table for backtraces (.ksyms)
# is made from the link before, and the third link, whose table has the size
# of the second's, must place every function where the second did.
#
# Frame pointers, no vector registers; the stack guard is the global
# __stack_chk_guard.

.if !defined(KERNCONF)
.error KERNCONF is not set
.endif

NOOBJ=		yes
.include <bsd.own.mk>

.MAIN:		all

SYSDIR=		${TOP}/sys
KERNOBJ:=	${OBJROOT}/sys/${KERNCONF}
# <machine/...> is the port's include directory.  The link is made here since as
# a source it would be new whenever that directory is.
.if !exists(${KERNOBJ}/include/machine)
_mkobj!=	mkdir -p ${KERNOBJ}/include && \
		    ln -sfn ${SYSDIR}/arch/${MACHINE}/include ${KERNOBJ}/include/machine
.endif
.OBJDIR:	${KERNOBJ}
.PATH:		${SYSDIR}

_KCONF=		awk -f ${TOP}/tools/kernconf.awk -v dir=${SYSDIR}/conf \
		    -v conf=${KERNCONF} -v machine=${MACHINE}
KOPTS!=		${_KCONF} -v what=options
KSRCS!=		${_KCONF} -v what=files
KSRCS+=		${GENDIR}/kern/init_sysent.c
KOBJS=		${KSRCS:S,^${GENDIR}/kern/,gen/,:R:S/$/.o/}

KINCLUDES=	-I${SYSDIR} -I${GENDIR}/include -I${KERNOBJ}/include \
		-I${SYSDIR}/arch/${MACHINE}
KFLAGS=		--target=x86_64-unknown-none-elf -std=gnu17 -O2 -g \
		-ffreestanding -fno-pic -fno-common -fno-strict-aliasing \
		-fno-strict-overflow -fno-delete-null-pointer-checks \
		-fno-omit-frame-pointer -mno-omit-leaf-frame-pointer \
		-fno-asynchronous-unwind-tables \
		-mcmodel=kernel -mno-red-zone -mgeneral-regs-only \
		-fstack-protector-strong -mstack-protector-guard=global \
		-nostdlibinc -Wthread-safety -Wno-address-of-packed-member
KDEFS=		-D_KERNEL -D__Tessera__=${OSRELDATE} ${KOPTS:@o@-D${o}@}
# Whatever differs between configurations is in the options; this names it.
KDEFS+=		-DKERNCONF='"${KERNCONF}"'
KLDSCRIPT=	${SYSDIR}/arch/${MACHINE}/conf/kernel.ld
KLDFLAGS=	-nostdlib -static -z max-page-size=4096 -z noexecstack \
		-m elf_x86_64 --build-id=sha1 --fatal-warnings \
		-T ${KLDSCRIPT}

_KCC=		${CC} ${KFLAGS} ${CWARNFLAGS} ${PREFIXMAP} ${DEPFLAGS} \
		${KINCLUDES} ${KDEFS}
_KMKDEPS=	${TOP}/share/mk/bsd.kern.mk ${TOP}/share/mk/bsd.own.mk \
		${SYSDIR}/conf/${KERNCONF}

ECHO_CC?=	echo

all: kernel

.for _s in ${KSRCS}
_o:=		${_s:S,^${GENDIR}/kern/,gen/,:R}.o
${_o}: ${_s} ${_KMKDEPS}
	@${ECHO_CC} "cc [${KERNCONF}] ${.TARGET:R}"
	@mkdir -p ${.TARGET:H}
.if ${_s:E} == S
	@${_KCC} -D__ASSEMBLER__ -MF ${.TARGET:R}.d -MT ${.TARGET} -E \
	    -o ${.TARGET}.i ${.ALLSRC:[1]:tA}
	@${ASMAP} ${.TARGET}.i > ${.TARGET}.s
	@${CC} ${KFLAGS} ${ASDEBUG} -c -o ${.TARGET} ${.TARGET}.s
	@rm ${.TARGET}.i ${.TARGET}.s
.else
	@${_KCC} -MF ${.TARGET:R}.d -c -o ${.TARGET} ${.ALLSRC:[1]:tA}
.endif
.-include "${KERNOBJ}/${_o:R}.d"
.endfor

KSYMS=		${PYTHON} ${TOP}/tools/ksyms
_KLINK=		${LD} ${KLDFLAGS}

kernel: ${KOBJS} ${KLDSCRIPT} ${TOP}/tools/ksyms
	@${ECHO_CC} "ld [${KERNCONF}] kernel"
	@${KSYMS} -e > ksyms0.S
	@${CC} ${KFLAGS} -g0 -c -o ksyms0.o ksyms0.S
	@${_KLINK} -o kernel.0 ${KOBJS} ksyms0.o
	@${NM} -n kernel.0 | ${KSYMS} > ksyms1.S
	@${CC} ${KFLAGS} -g0 -c -o ksyms1.o ksyms1.S
	@${_KLINK} -o kernel.1 ${KOBJS} ksyms1.o
	@${NM} -n kernel.1 | ${KSYMS} > ksyms2.S
	@${CC} ${KFLAGS} -g0 -c -o ksyms2.o ksyms2.S
	@${_KLINK} -Map=kernel.map -o kernel.full ${KOBJS} ksyms2.o
	@${NM} -n kernel.full | ${KSYMS} | cmp -s - ksyms2.S || { \
	    echo "kernel: symbols moved between the last two links" >&2; \
	    exit 1; }
	@${STRIP} --strip-debug -o ${.TARGET}.tmp kernel.full
	@mv ${.TARGET}.tmp ${.TARGET}
	@rm -f kernel.0 kernel.1

clean: .PHONY
	rm -rf ${KERNOBJ:Q}
