# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# bsd.own.mk: what every other rule file shares: where the trees are, which
# tools build for the target and with which flags.  bsd.README documents the
# variables.  Nothing here runs a program, except once to learn the compiler's
# version, which sub-makes inherit.

.if !defined(_BSD_OWN_MK_)
_BSD_OWN_MK_=	1

# Trees.  Everything built lands under OBJROOT and mirrors the source path.
TOP:=		${.PARSEDIR:tA:H:H}
OBJROOT?=	${TOP}/obj
SYSROOT?=	${OBJROOT}/sysroot
GENDIR?=	${OBJROOT}/gen
SRCREL:=	${.CURDIR:tA:S,^${TOP}/,,}

# Sub-makes say what they do themselves.
.MAKE.JOB.PREFIX=

MACHINE:=	amd64
MACHINE_ARCH:=	x86_64

# The ABI number; <sys/param.h> carries the same one and a test compares them.
OSRELDATE?=	100

# Tools of the build host.
CC=		clang
LD=		ld.lld
AR=		llvm-ar
NM=		llvm-nm
STRIP=		llvm-strip
OBJCOPY=	llvm-objcopy
PYTHON?=	python3
HOSTCC?=	clang
MINSTALL=	${TOP}/tools/minstall

.if !defined(CC_VERSION)
CC_VERSION!=	${CC} -dumpversion
.export CC_VERSION
.endif

# Compilers whose warnings are known; any other one only warns.
WERROR_VERSIONS=	14 15 16 17 18 19
.if !empty(WERROR_VERSIONS:M${CC_VERSION:C/\..*//}) && ${MKWERROR:Uyes} == yes
CWERROR=	-Werror
.endif

CWARNFLAGS=	-Wall -Wextra -Wshadow -Wstrict-prototypes \
		-Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wundef \
		-Wold-style-definition -Wmissing-variable-declarations -Wvla \
		-Wno-unused-parameter ${CWERROR}

# The same bytes wherever the tree and its objects lie.
PREFIXMAP=	-ffile-prefix-map=${OBJROOT}=/usr/src/obj \
		-ffile-prefix-map=${TOP}=/usr/src

# The maps do not reach the debugging information of assembler files, so those
# are preprocessed, mapped and assembled one after the other: ASMAP file.i, then
# ASDEBUG for the assembler.
ASMAP=		sed -e '/^\# /s,"${OBJROOT}/,"/usr/src/obj/,' \
		    -e '/^\# /s,"${TOP}/,"/usr/src/,'
ASDEBUG=	-Wno-unused-command-line-argument -g -fdebug-compilation-dir=/usr/src

DEPFLAGS=	-MD -MP

# User code.  Of the systems that clang 14 knows, only Linux's triple places
# the stack guard at %fs:0x28, where our ABI has it (architecture.md 3.1), so
# the code generator is told that one and the preprocessor forgets it.
# -nostdlibinc leaves the compiler's own resource headers, nothing else.
# tools/tess-cc uses the same lines.
TARGETFLAGS=	--target=x86_64-unknown-linux-musl --sysroot=${SYSROOT} \
		-U__linux__ -U__linux -Ulinux -U__gnu_linux__ -Uunix \
		-D__Tessera__=${OSRELDATE} \
		-nostdlibinc -isystem ${SYSROOT}/usr/include

USERFLAGS=	-std=gnu17 -O2 -g -fPIE -fno-common -fno-strict-aliasing \
		-ffunction-sections -fdata-sections \
		-fstack-protector-strong -fasynchronous-unwind-tables

# Linking is spelled out for ld.lld: no driver, hence nothing of the host's.
USERLDFLAGS=	-static -pie --no-dynamic-linker -z text -z relro -z now \
		-z noexecstack -z separate-code -z max-page-size=4096 \
		--gc-sections --eh-frame-hdr --hash-style=gnu \
		--build-id=sha1 --fatal-warnings -m elf_x86_64

# Install locations and modes.
BINDIR?=	/usr/bin
LIBDIR?=	/usr/lib
MANDIR?=	/usr/share/man
TESTSBASE?=	/usr/tests
BINMODE?=	555
FILEMODE?=	444

.endif
