# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# tools/makesyscalls: what it makes, and the tables it refuses.

# Make a tree with a table of the text on standard input.
table()
{
	mkdir -p sys/kern sys/sys
	printf '#define\tEPERM\t1\n#define\tEBADF\t9\n#define\tEINTR\t4\n' \
	    > sys/sys/errno.h
	cat > sys/kern/syscalls.master
}

# Expect the table on standard input to be refused with a message.
refused()
{
	table
	atf_check -s exit:1 -e match:"$1" \
	    "$TOP/tools/makesyscalls" -o out sys/kern/syscalls.master
	[ ! -e out ] || atf_fail "something was written"
}

atf_test_case tree
tree_head()
{
	atf_set descr "the table of this tree is accepted"
}
tree_body()
{
	atf_check "$TOP/tools/makesyscalls" -o out \
	    "$TOP/sys/kern/syscalls.master"
	atf_check -o match:'define.SYS_fork' cat out/include/sys/syscall.h
	atf_check -o match:'sys_read' cat out/include/sys/sysproto.h
	atf_check -s exit:0 -o ignore clang --target=x86_64-unknown-linux-musl \
	    -c -o read.o out/libc/sys_read.S
	for f in out/libc/*.S; do
		name=${f##*/sys_}
		grep -q "SYS_${name%.S}	" out/include/sys/syscall.h ||
		    atf_fail "$f has no number"
	done
}

atf_test_case unchanged
unchanged_head()
{
	atf_set descr "a file whose text stays keeps its time"
}
unchanged_body()
{
	atf_check "$TOP/tools/makesyscalls" -o out \
	    "$TOP/sys/kern/syscalls.master"
	touch -d '2001-01-01' out/include/sys/syscall.h
	atf_check "$TOP/tools/makesyscalls" -o out \
	    "$TOP/sys/kern/syscalls.master"
	atf_check -o inline:'978307200\n' env TZ=UTC \
	    stat -c %Y out/include/sys/syscall.h
}

atf_test_case gap
gap_body()
{
	refused 'master:4: gap: number 3, expected 2' <<-'END'
	1	CAP NOINTR {
	int a(void); EPERM
	}
	3	CAP NOINTR {
	int b(void); EPERM
	}
	END
}

atf_test_case duplicate_number
duplicate_number_body()
{
	refused 'master:4: duplicate or out of order' <<-'END'
	1	CAP NOINTR {
	int a(void); EPERM
	}
	1	CAP NOINTR {
	int b(void); EPERM
	}
	END
}

atf_test_case duplicate_name
duplicate_name_body()
{
	refused 'master:4: a is already number 1' <<-'END'
	1	CAP NOINTR {
	int a(void); EPERM
	}
	2	CAP NOINTR {
	int a(void); EPERM
	}
	END
}

atf_test_case unknown_flag
unknown_flag_body()
{
	refused 'master:1: unknown flag MAYBE' <<-'END'
	1	CAP NOINTR MAYBE {
	int a(void); EPERM
	}
	END
}

atf_test_case missing_flag
missing_flag_body()
{
	refused 'master:1: exactly one of CAP, NOCAP' <<-'END'
	1	NOINTR {
	int a(void); EPERM
	}
	END
}

atf_test_case unknown_errno
unknown_errno_body()
{
	refused 'master:1: unknown errno EWHAT' <<-'END'
	1	CAP NOINTR {
	int a(void); EWHAT
	}
	END
}

atf_test_case errno_twice
errno_twice_body()
{
	refused 'EPERM is listed twice' <<-'END'
	set	some	EPERM
	1	CAP NOINTR {
	int a(void); @some EPERM
	}
	END
}

atf_test_case unknown_set
unknown_set_body()
{
	refused 'unknown set @none' <<-'END'
	1	CAP NOINTR {
	int a(void); @none EPERM
	}
	END
}

atf_test_case noerr_with_errnos
noerr_with_errnos_body()
{
	refused 'NOERR, yet errnos' <<-'END'
	1	CAP NOINTR NOERR {
	int a(void); EPERM
	}
	END
}

atf_test_case unknown_annotation
unknown_annotation_body()
{
	refused 'unknown annotation _Maybe_' <<-'END'
	1	CAP NOINTR {
	int a(_Maybe_ const int *p); EPERM
	}
	END
}

atf_test_case unknown_right
unknown_right_body()
{
	refused 'unknown right FLY' <<-'END'
	1	CAP NOINTR {
	int a(_Fd_(FLY) int fd); EBADF
	}
	END
}

atf_test_case unknown_length
unknown_length_body()
{
	refused 'buf: no argument size' <<-'END'
	1	CAP NOINTR {
	int a(_Out_bytes_(size) void *buf, unsigned long len); EPERM
	}
	END
}

atf_test_case too_many_arguments
too_many_arguments_body()
{
	refused 'more than 6 arguments' <<-'END'
	1	CAP NOINTR {
	int f(int a, int b, int c, int d, int e, int g, int h); EPERM
	}
	END
}

atf_test_case unclosed
unclosed_body()
{
	refused 'without its closing brace' <<-'END'
	1	CAP NOINTR {
	int f(int a); EPERM
	END
}

atf_test_case names
names_head()
{
	atf_set descr "constants are found in headers, and arguments have them"
}
names_body()
{
	table <<-'END'
	names	flag	one <sys/a.h> A_(?:R|W)
	names	flag	or <sys/a.h> A_(?!MASK|R|W)[A-Z]+
	names	kind	one <sys/a.h> K_[A-Z]+
	1	CAP NOINTR {
	int f(_Is_(flag) int a, _Is_(kind) int b); EPERM
	}
	END
	cat > sys/sys/a.h <<-'END'
	#define	A_R	0
	#define A_W	1		/* A_NO */
	#define	A_MASK	(A_R | A_W)
	#define	A_X	4
	#define	A_F(x)	(x)
	#define	A_EMPTY
	enum kind {
	K_OTHER,
	    K_ONE,
	    K_TWO = 7,
	    K_LAST
	};
	END
	atf_check "$TOP/tools/makesyscalls" -o out sys/kern/syscalls.master
	atf_check -o inline:'A_R A_W A_X K_ONE K_TWO K_LAST \n' \
	    sh -c "sed -n 's/^	{ \"\([AK]_[A-Z]*\)\".*/\1/p' \
	    out/kern/sysdesc.c | tr '\n' ' '; echo"
	atf_check -o match:'sa_names = sysnames_flag' \
	    -o match:'sa_names = sysnames_kind' \
	    -o match:'SYSNAMES_ONE, 2, names_flag_0' \
	    -o match:'SYSNAMES_OR, 1, names_flag_1' cat out/kern/sysdesc.c
}

atf_test_case names_refused
names_refused_body()
{
	refused 'master:1: <sys/errno.h> has no X_' <<-'END'
	names	x	or <sys/errno.h> X_[A-Z]+
	END
	refused 'master:1: <sys/missing.h>: No such file' <<-'END'
	names	x	or <sys/missing.h> X_[A-Z]+
	END
	refused 'master:1: names without name, one or or' <<-'END'
	names	x	and <sys/errno.h> E[A-Z]+
	END
	refused 'master:1: no names x' <<-'END'
	1	CAP NOINTR {
	int f(_Is_(x) int a); EPERM
	}
	END
	refused 'a: a pointer is no constant' <<-'END'
	names	x	or <sys/errno.h> E[A-Z]+
	1	CAP NOINTR {
	int f(_Is_(x) char *a); EPERM
	}
	END
}

atf_test_case moves
moves_head()
{
	atf_set descr "the argument with the bytes that a call moves"
}
moves_body()
{
	table <<-'END'
	1	CAP NOINTR {
	ssize_t r(_Fd_(READ) int fd, _Out_bytes_(n) void *b, size_t n); EBADF
	}
	2	CAP NOINTR {
	ssize_t w(_Fd_(WRITE) int fd, _In_n_(n) const struct iovec *b, int n);
	EBADF
	}
	3	CAP NOINTR {
	ssize_t s(_Fd_(*) int fd, int x, _In_ const struct msghdr *m); EBADF
	}
	4	CAP NOINTR {
	ssize_t l(_Dirfd_(LOOKUP) int fd, _Out_bytes_(n) char *b, size_t n);
	EBADF
	}
	END
	atf_check "$TOP/tools/makesyscalls" -o out sys/kern/syscalls.master
	atf_check -o inline:'2,0 2,1 3,1 \n' sh -c "sed -n \
	    's/.*st_io = \(.\), .st_rw = \(.\),/\1,\2/p' \
	    out/kern/init_sysent.c | tr '\n' ' '; echo"
}

atf_init_test_cases()
{
	for c in tree unchanged gap duplicate_number duplicate_name \
	    unknown_flag missing_flag unknown_errno errno_twice unknown_set \
	    noerr_with_errnos unknown_annotation unknown_right \
	    unknown_length too_many_arguments unclosed names \
	    names_refused moves; do
		atf_add_test_case $c
	done
}
