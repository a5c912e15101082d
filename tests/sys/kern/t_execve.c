/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * execve(2).
 */
#include <sys/elf.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <limits.h>
#include "h_kern.h"

static char *const noenv[] = { NULL };

static void
write_file(const char *name, const void *data, size_t len, mode_t mode)
{
	int fd;

	(void)unlink(name);
	fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	ATF_REQUIRE(fd >= 0);
	ATF_REQUIRE_EQ((ssize_t)len, write(fd, data, len));
	ATF_REQUIRE_EQ(0, fchmod(fd, mode));
	ATF_REQUIRE_EQ(0, close(fd));
}

static void
write_text(const char *name, const char *text)
{

	write_file(name, text, strlen(text), 0755);
}

/*
 * Run path in a child with its standard output in a pipe; what it printed is
 * in out, and its status is returned.  When execve fails the status is that of
 * an exit with errno.
 */
static int
run(const char *path, char *const argv[], char *const envp[], char *out,
    size_t size)
{
	int fds[2], status;
	size_t n = 0;
	ssize_t got;
	pid_t pid;

	ATF_REQUIRE_EQ(0, pipe(fds));
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		dup2(fds[1], 1);
		close(fds[0]);
		close(fds[1]);
		execve(path, argv, envp);
		_exit(errno);
	}
	close(fds[1]);
	while ((got = read(fds[0], out + n, size - 1 - n)) > 0)
		n += (size_t)got;
	out[n] = '\0';
	close(fds[0]);
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	return (status);
}

/* execve() in this very process fails, and the process goes on. */
#define	EXEC_FAILS(e, path) do {					\
	char *const _argv[] = { (char *)(uintptr_t)"x", NULL };		\
									\
	errno = 0;							\
	ATF_CHECK_MSG(execve((path), _argv, noenv) == -1 &&		\
	    errno == (e), "%s: errno %d instead of %d", (path), errno,	\
	    (e));							\
} while (0)

ATF_TC_WITHOUT_HEAD(execve__arguments_and_environment);
ATF_TC_BODY(execve__arguments_and_environment, tc)
{
	char out[256];
	char a0[] = "sh", a1[] = "-c", a3[] = "zero", a4[] = "", a5[] = "a b";
	char a2[] = "echo \"$0|$1|$2|$#|$FOO\"";
	char e0[] = "FOO=bar baz";
	char *argv[] = { a0, a1, a2, a3, a4, a5, NULL };
	char *envp[] = { e0, NULL };

	ATF_CHECK_EQ(0, run("/bin/sh", argv, envp, out, sizeof(out)));
	ATF_CHECK_STREQ("zero||a b|2|bar baz\n", out);
}

ATF_TC_WITHOUT_HEAD(execve__empty_argv);
ATF_TC_BODY(execve__empty_argv, tc)
{
	char *argv[] = { NULL };
	char out[64];

	ATF_CHECK_EQ(0, run("/bin/echo", argv, NULL, out, sizeof(out)));
	ATF_CHECK_STREQ("\n", out);
}

ATF_TC_WITHOUT_HEAD(execve__script);
ATF_TC_BODY(execve__script, tc)
{
	char out[256];
	char a0[] = "s", a1[] = "one", a2[] = "two";
	char *argv[] = { a0, a1, a2, NULL };

	write_text("script", "#! \t/bin/echo  x y \t\nignored\n");
	ATF_CHECK_EQ(0, run("./script", argv, noenv, out, sizeof(out)));
	ATF_CHECK_STREQ("x y ./script one two\n", out);
	write_text("script", "#!/bin/echo\n");
	ATF_CHECK_EQ(0, run("./script", argv, noenv, out, sizeof(out)));
	ATF_CHECK_STREQ("./script one two\n", out);
	/* A script that is run by a script. */
	write_text("outer", "#!./script\n");
	ATF_CHECK_EQ(0, run("./outer", argv, noenv, out, sizeof(out)));
	ATF_CHECK_STREQ("./script ./outer one two\n", out);
}

ATF_TC_WITHOUT_HEAD(execve__close_on_exec);
ATF_TC_BODY(execve__close_on_exec, tc)
{
	char out[64];
	char a0[] = "sh", a1[] = "-c";
	char a2[] = "for i in 30 31; do ( : <&$i ) 2>/dev/null && echo $i; "
	    "done; :";
	char *argv[] = { a0, a1, a2, NULL };

	ATF_REQUIRE_EQ(30, dup2(0, 30));
	ATF_REQUIRE_EQ(31, dup2(0, 31));
	ATF_REQUIRE_EQ(0, fcntl(30, F_SETFD, FD_CLOEXEC));
	ATF_CHECK_EQ(0, run("/bin/sh", argv, noenv, out, sizeof(out)));
	ATF_CHECK_STREQ("31\n", out);
}

ATF_TC_WITHOUT_HEAD(execve__signals);
ATF_TC_BODY(execve__signals, tc)
{
	char out[64];
	char a0[] = "sh", a1[] = "-c", a2[] = "kill -USR1 $$; kill -USR2 $$";
	char *argv[] = { a0, a1, a2, NULL };
	int status;

	/* Ignored stays ignored, caught becomes default. */
	ATF_REQUIRE(signal(SIGUSR1, SIG_IGN) != SIG_ERR);
	catch_signal(SIGUSR2, 0);
	status = run("/bin/sh", argv, noenv, out, sizeof(out));
	ATF_CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGUSR2);
}

ATF_TC_WITHOUT_HEAD(execve__sets_ids);
ATF_TC_BODY(execve__sets_ids, tc)
{
	char out[64];
	char a0[] = "id", a1[] = "-u";
	char *argv[] = { a0, a1, NULL };
	int fds[2], status;
	pid_t pid;

	ATF_REQUIRE_EQ(0, chmod(".", 0755));
	ATF_REQUIRE_EQ(0, system("cp /usr/bin/id setid"));
	ATF_REQUIRE_EQ(0, chown("setid", 1234, 0));
	ATF_REQUIRE_EQ(0, chmod("setid", 04755));
	ATF_CHECK_EQ(0, run("./setid", argv, noenv, out, sizeof(out)));
	ATF_CHECK_STREQ("1234\n", out);
	/* Descriptors 0 to 2 are open in any case. */
	ATF_REQUIRE_EQ(0, pipe(fds));
	pid = fork();
	if (pid == 0) {
		close(0);
		close(2);
		dup2(fds[1], 1);
		execve("./setid", argv, noenv);
		_exit(99);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
}

ATF_TC_WITHOUT_HEAD(execve__auxv);
ATF_TC_BODY(execve__auxv, tc)
{
	unsigned char random[16];
	unsigned long pagesz = 0, ncpu = 0;
	void *p = NULL;

	pagesz = getauxval(AT_PAGESZ);
	ncpu = getauxval(AT_NCPUS);
	ATF_CHECK_EQ(4096, pagesz);
	ATF_CHECK(ncpu >= 1);
	ATF_CHECK_EQ(getuid(), getauxval(AT_UID));
	ATF_CHECK_EQ(geteuid(), getauxval(AT_EUID));
	ATF_CHECK_EQ(sizeof(Elf64_Phdr), getauxval(AT_PHENT));
	p = (void *)getauxval(AT_PHDR);
	ATF_REQUIRE(p != NULL);
	p = (void *)getauxval(AT_RANDOM);
	ATF_REQUIRE(p != NULL);
	memcpy(random, p, sizeof(random));
	p = (void *)getauxval(AT_ENTRY);
	ATF_CHECK(p != NULL);
}

ATF_TC_WITHOUT_HEAD(execve__e2big);
ATF_TC_BODY(execve__e2big, tc)
{
	char out[64];
	char **argv, *big;
	size_t i, n = 6;

	/* One string too long. */
	big = malloc(200000);
	ATF_REQUIRE(big != NULL);
	memset(big, 'x', 200000);
	argv = calloc(100002, sizeof(*argv));
	ATF_REQUIRE(argv != NULL);
	argv[0] = big;
	big[199999] = '\0';
	ATF_CHECK_ERRNO(E2BIG, execve("/bin/echo", argv, noenv) == -1);
	ATF_CHECK_ERRNO(E2BIG, execve("/bin/echo", (char *[]){ big + 199998,
	    NULL }, argv) == -1);
	/* All together. */
	big[100000] = '\0';
	for (i = 0; i < n; i++)
		argv[i] = big;
	ATF_CHECK_ERRNO(E2BIG, execve("/bin/echo", argv, noenv) == -1);
	/* The pointers count, too. */
	for (i = 0; i < 100000; i++)
		argv[i] = big + 99999;
	ATF_CHECK_ERRNO(E2BIG, execve("/bin/echo", argv, noenv) == -1);
	/* Just below is fine. */
	for (i = 0; i < 4; i++)
		argv[i] = big;
	argv[4] = NULL;
	ATF_CHECK_EQ(0, run("/usr/bin/true", argv, noenv, out, sizeof(out)));
}

static void
small_limits(void)
{
	struct rlimit rl = { 4096, 4096 };
	char a0[] = "x";
	char *argv[] = { a0, NULL };

	WANT(setrlimit(RLIMIT_DATA, &rl) == 0);
	WANT_ERRNO(ENOMEM, execve("/bin/sh", argv, noenv) == -1);
}

ATF_TC_WITHOUT_HEAD(execve__enomem_data_limit);
ATF_TC_BODY(execve__enomem_data_limit, tc)
{

	in_child(0, small_limits);
}

ATF_TC_WITHOUT_HEAD(execve__eacces);
ATF_TC_BODY(execve__eacces, tc)
{

	write_file("noexec", "#!/bin/sh\n", 10, 0644);
	EXEC_FAILS(EACCES, "./noexec");
	ATF_REQUIRE_EQ(0, mkfifo("fifo", 0755));
	EXEC_FAILS(EACCES, "./fifo");
	EXEC_FAILS(EACCES, "/dev/null");
	EXEC_FAILS(EACCES, "/");
	EXEC_FAILS(EACCES, ".");
}

static void
unsearchable(void)
{
	char a0[] = "x";
	char *argv[] = { a0, NULL };

	WANT_ERRNO(EACCES, execve("dir/script", argv, noenv) == -1);
}

ATF_TC_WITHOUT_HEAD(execve__eacces_directory);
ATF_TC_BODY(execve__eacces_directory, tc)
{

	ATF_REQUIRE_EQ(0, chmod(".", 0755));
	ATF_REQUIRE_EQ(0, mkdir("dir", 0700));
	write_text("dir/script", "#!/bin/sh\n");
	in_child(NOBODY, unsearchable);
}

ATF_TC_WITHOUT_HEAD(execve__efault);
ATF_TC_BODY(execve__efault, tc)
{
	char a0[] = "x";
	char *good[] = { a0, NULL };
	char *bad[] = { a0, BADPTR, NULL };

	ATF_CHECK_ERRNO(EFAULT, execve(BADPTR, good, noenv) == -1);
	ATF_CHECK_ERRNO(EFAULT, execve(KERNPTR, good, noenv) == -1);
	ATF_CHECK_ERRNO(EFAULT, execve("/bin/echo", BADPTR, noenv) == -1);
	ATF_CHECK_ERRNO(EFAULT, execve("/bin/echo", KERNPTR, noenv) == -1);
	ATF_CHECK_ERRNO(EFAULT, execve("/bin/echo", bad, noenv) == -1);
	ATF_CHECK_ERRNO(EFAULT, execve("/bin/echo", good, bad) == -1);
	bad[1] = KERNPTR;
	ATF_CHECK_ERRNO(EFAULT, execve("/bin/echo", bad, noenv) == -1);
}

ATF_TC_WITHOUT_HEAD(execve__eloop);
ATF_TC_BODY(execve__eloop, tc)
{

	ATF_REQUIRE_EQ(0, symlink("loop", "loop"));
	EXEC_FAILS(ELOOP, "loop");
	/* A script that is its own interpreter. */
	write_text("script", "#!./script\n");
	EXEC_FAILS(ELOOP, "./script");
	/* A chain that is too long by one. */
	write_text("s1", "#!/bin/echo\n");
	write_text("s2", "#!./s1\n");
	write_text("s3", "#!./s2\n");
	write_text("s4", "#!./s3\n");
	write_text("s5", "#!./s4\n");
	EXEC_FAILS(ELOOP, "./s5");
}

ATF_TC_WITHOUT_HEAD(execve__enametoolong);
ATF_TC_BODY(execve__enametoolong, tc)
{
	char path[PATH_MAX + 1];

	memset(path, 'a', sizeof(path));
	path[PATH_MAX] = '\0';
	EXEC_FAILS(ENAMETOOLONG, path);
	path[NAME_MAX + 1] = '\0';
	EXEC_FAILS(ENAMETOOLONG, path);
}

ATF_TC_WITHOUT_HEAD(execve__enoent);
ATF_TC_BODY(execve__enoent, tc)
{

	EXEC_FAILS(ENOENT, "nothing");
	EXEC_FAILS(ENOENT, "");
	write_text("script", "#!/no/such/interpreter\n");
	EXEC_FAILS(ENOENT, "./script");
}

ATF_TC_WITHOUT_HEAD(execve__enotdir);
ATF_TC_BODY(execve__enotdir, tc)
{

	write_text("file", "x");
	EXEC_FAILS(ENOTDIR, "file/x");
}

ATF_TC_WITHOUT_HEAD(execve__etxtbsy);
ATF_TC_BODY(execve__etxtbsy, tc)
{
	int fd, status;
	pid_t pid;
	char a0[] = "sleep", a1[] = "100";
	char *argv[] = { a0, a1, NULL };
	void *p;

	ATF_REQUIRE_EQ(0, system("cp /bin/sleep prog"));
	fd = open("prog", O_WRONLY);
	ATF_REQUIRE(fd >= 0);
	EXEC_FAILS(ETXTBSY, "./prog");
	ATF_REQUIRE_EQ(0, close(fd));
	/* A shared mapping can change it as well. */
	fd = open("prog", O_RDWR);
	ATF_REQUIRE(fd >= 0);
	p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	ATF_REQUIRE_EQ(0, close(fd));
	EXEC_FAILS(ETXTBSY, "./prog");
	ATF_REQUIRE_EQ(0, munmap(p, 4096));
	pid = fork();
	if (pid == 0) {
		execve("./prog", argv, noenv);
		_exit(99);
	}
	await_sleep(pid);
	ATF_CHECK_ERRNO(ETXTBSY, open("prog", O_WRONLY) == -1);
	ATF_CHECK_ERRNO(ETXTBSY, truncate("prog", 0) == -1);
	ATF_REQUIRE_EQ(0, kill(pid, SIGKILL));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK(WIFSIGNALED(status));
	fd = open("prog", O_WRONLY);
	ATF_CHECK(fd >= 0);
}

ATF_TC_WITHOUT_HEAD(execve__enoexec);
ATF_TC_BODY(execve__enoexec, tc)
{

	write_text("f", "");
	EXEC_FAILS(ENOEXEC, "./f");
	write_text("f", "just text\n");
	EXEC_FAILS(ENOEXEC, "./f");
	write_text("f", "#!");
	EXEC_FAILS(ENOEXEC, "./f");
	write_text("f", "#!\n");
	EXEC_FAILS(ENOEXEC, "./f");
	write_text("f", "#! \t \n");
	EXEC_FAILS(ENOEXEC, "./f");
	write_text("f", "#!/bin/echo without an end");
	EXEC_FAILS(ENOEXEC, "./f");
	write_file("f", "#!/bin/\0echo\n", 13, 0755);
	EXEC_FAILS(ENOEXEC, "./f");
	write_text("f", "\177ELF");
	EXEC_FAILS(ENOEXEC, "./f");
}

/* A program of this system, in memory. */
static char *
load_program(size_t *lenp)
{
	struct stat sb;
	char *p;
	int fd;

	fd = open("/bin/echo", O_RDONLY);
	ATF_REQUIRE(fd >= 0);
	ATF_REQUIRE_EQ(0, fstat(fd, &sb));
	*lenp = (size_t)sb.st_size;
	p = mmap(NULL, *lenp, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	close(fd);
	return (p);
}

#define	PATCHED(e, stmt) do {						\
	Elf64_Ehdr old_eh = *eh;					\
	Elf64_Phdr old_ph[16];						\
									\
	memcpy(old_ph, ph, eh->e_phnum * sizeof(*ph));			\
	stmt;								\
	write_file("prog", image, len, 0755);				\
	EXEC_FAILS(e, "./prog");					\
	*eh = old_eh;							\
	memcpy(ph, old_ph, eh->e_phnum * sizeof(*ph));			\
} while (0)

ATF_TC_WITHOUT_HEAD(execve__enoexec_headers);
ATF_TC_BODY(execve__enoexec_headers, tc)
{
	char out[64];
	char a0[] = "echo", a1[] = "works";
	char *argv[] = { a0, a1, NULL };
	char *image;
	size_t len;
	Elf64_Ehdr *eh;
	Elf64_Phdr *ph;
	int i, text = -1, note = -1;

	image = load_program(&len);
	eh = (Elf64_Ehdr *)(void *)image;
	ph = (Elf64_Phdr *)(void *)(image + eh->e_phoff);
	ATF_REQUIRE(eh->e_phnum <= 16);
	for (i = 0; i < eh->e_phnum; i++) {
		if (ph[i].p_type == PT_LOAD && (ph[i].p_flags & PF_X) != 0)
			text = i;
		if (ph[i].p_type == PT_NOTE)
			note = i;
	}
	ATF_REQUIRE(text >= 0 && note >= 0);
	write_file("prog", image, len, 0755);
	ATF_CHECK_EQ(0, run("./prog", argv, noenv, out, sizeof(out)));
	ATF_CHECK_STREQ("works\n", out);

	PATCHED(ENOEXEC, eh->e_machine = EM_386);
	PATCHED(ENOEXEC, eh->e_ident[EI_CLASS] = ELFCLASS32);
	PATCHED(ENOEXEC, eh->e_type = ET_CORE);
	PATCHED(ENOEXEC, eh->e_phnum = 0);
	PATCHED(ENOEXEC, eh->e_phoff = ~7UL);
	PATCHED(ENOEXEC, eh->e_entry = ~0UL);
	PATCHED(ENOEXEC, ph[text].p_offset = ~0xfffUL);
	PATCHED(ENOEXEC, ph[text].p_vaddr = 0xffffffff80000000UL);
	PATCHED(ENOEXEC, ph[text].p_vaddr = 0);
	PATCHED(ENOEXEC, ph[text].p_memsz = ~0UL);
	PATCHED(ENOEXEC, ph[text].p_filesz = ph[text].p_memsz + 1);
	PATCHED(ENOEXEC, ph[text].p_type = PT_INTERP);
	PATCHED(ENOEXEC, ph[note].p_type = PT_NULL);	/* not one of ours */
	PATCHED(EACCES, ph[text].p_flags |= PF_W);
	PATCHED(EACCES, (ph[note].p_type = PT_GNU_STACK,
	    ph[note].p_flags = PF_R | PF_W | PF_X));
}

/*
 * Whatever a damaged program does, the system survives it.
 */
ATF_TC(execve__mutations);
ATF_TC_HEAD(execve__mutations, tc)
{

	atf_tc_set_md_var(tc, "timeout", "120");
}
ATF_TC_BODY(execve__mutations, tc)
{
	char out[256];
	char a0[] = "echo", a1[] = "works";
	char *argv[] = { a0, a1, NULL };
	char *image, *copy;
	size_t len;
	unsigned x = 4711;
	int i, j;

	image = load_program(&len);
	copy = malloc(len);
	ATF_REQUIRE(copy != NULL);
	for (i = 0; i < 200; i++) {
		memcpy(copy, image, len);
		for (j = 0; j < 4; j++) {
			x = x * 1103515245 + 12345;
			copy[(x >> 12) % 700] = (char)(x >> 4);
		}
		write_file("prog", copy, len, 0755);
		(void)run("./prog", argv, noenv, out, sizeof(out));
	}
}

ATF_TC_WITHOUT_HEAD(execve__aslr);
ATF_TC_BODY(execve__aslr, tc)
{
	char out[2][64];
	char a0[] = "sh", a1[] = "-c";
	char a2[] = "head -n 1 /proc/self/maps";
	char *argv[] = { a0, a1, a2, NULL };

	ATF_CHECK_EQ(0, run("/bin/sh", argv, noenv, out[0], sizeof(out[0])));
	ATF_CHECK_EQ(0, run("/bin/sh", argv, noenv, out[1], sizeof(out[1])));
	ATF_CHECK(strncmp(out[0], out[1], 16) != 0);
}

/*
 * A shell of an ordinary user opens the maps of its child, which then becomes a
 * set-id program.  (The shell is executed so that it is that user's.)
 */
static void
exec_maps_reader(void)
{

	(void)execl("/bin/sh", "sh", "-c",
	    "(read x < fifo; exec ./setid 1000) & pid=$!\n"
	    "exec 3< /proc/$pid/maps && cat <&3 > work/before || exit 2\n"
	    "exec 3< /proc/$pid/maps; echo > fifo\n"
	    "until grep -q 'Name:.setid' /proc/$pid/status; do\n"
	    "	sleep 0.01\ndone\n"
	    "cat <&3 > work/after 2> work/said && exit 3\n"
	    "cat /proc/$pid/maps > work/after 2> /dev/null && exit 4\n"
	    "kill -9 $pid\n"
	    "[ -s work/before ] && [ ! -s work/after ] && grep -q permitted work/said\n",
	    (char *)NULL);
}

ATF_TC(setid__maps_are_closed);
ATF_TC_HEAD(setid__maps_are_closed, tc)
{

	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(setid__maps_are_closed, tc)
{

	ATF_REQUIRE_EQ(0, system("cp /bin/sleep setid"));
	ATF_REQUIRE_EQ(0, chown("setid", 0, 0));
	ATF_REQUIRE_EQ(0, chmod("setid", 04755));
	ATF_REQUIRE_EQ(0, mkfifo("fifo", 0666));
	ATF_REQUIRE_EQ(0, chmod("fifo", 0666));
	ATF_REQUIRE_EQ(0, mkdir("work", 0777));
	ATF_REQUIRE_EQ(0, chmod("work", 0777));
	in_child(NOBODY, exec_maps_reader);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, execve__arguments_and_environment);
	ATF_TP_ADD_TC(tp, execve__empty_argv);
	ATF_TP_ADD_TC(tp, execve__script);
	ATF_TP_ADD_TC(tp, execve__close_on_exec);
	ATF_TP_ADD_TC(tp, execve__signals);
	ATF_TP_ADD_TC(tp, execve__sets_ids);
	ATF_TP_ADD_TC(tp, execve__auxv);
	ATF_TP_ADD_TC(tp, execve__e2big);
	ATF_TP_ADD_TC(tp, execve__enomem_data_limit);
	ATF_TP_ADD_TC(tp, execve__eacces);
	ATF_TP_ADD_TC(tp, execve__eacces_directory);
	ATF_TP_ADD_TC(tp, execve__efault);
	ATF_TP_ADD_TC(tp, execve__eloop);
	ATF_TP_ADD_TC(tp, execve__enametoolong);
	ATF_TP_ADD_TC(tp, execve__enoent);
	ATF_TP_ADD_TC(tp, execve__enotdir);
	ATF_TP_ADD_TC(tp, execve__etxtbsy);
	ATF_TP_ADD_TC(tp, execve__enoexec);
	ATF_TP_ADD_TC(tp, execve__enoexec_headers);
	ATF_TP_ADD_TC(tp, execve__mutations);
	ATF_TP_ADD_TC(tp, execve__aslr);
	ATF_TP_ADD_TC(tp, setid__maps_are_closed);
	return (atf_no_error());
}
