/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Streams: modes, buffering, positions, memory, lines.
 */

#include <sys/wait.h>
#include <atf-c.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

static void
write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	ATF_REQUIRE(f != NULL);
	ATF_REQUIRE(fputs(text, f) != EOF);
	ATF_REQUIRE_EQ(0, fclose(f));
}

static void
check_file(const char *path, const char *text)
{
	char buf[256];
	size_t n;
	FILE *f = fopen(path, "r");

	ATF_REQUIRE(f != NULL);
	n = fread(buf, 1, sizeof(buf) - 1, f);
	buf[n] = '\0';
	ATF_CHECK_STREQ(text, buf);
	ATF_REQUIRE_EQ(0, fclose(f));
}

ATF_TC_WITHOUT_HEAD(modes);
ATF_TC_BODY(modes, tc)
{
	FILE *f;

	ATF_CHECK_ERRNO(ENOENT, fopen("none", "r") == NULL);
	ATF_CHECK_ERRNO(EINVAL, fopen("f", "q") == NULL);
	write_file("f", "one");
	ATF_CHECK_ERRNO(EEXIST, fopen("f", "wx") == NULL);
	ATF_REQUIRE((f = fopen("f", "a+")) != NULL);
	ATF_CHECK_EQ('o', getc(f));
	ATF_CHECK_EQ(0, fseek(f, 0, SEEK_SET));
	ATF_CHECK(fputs("two", f) != EOF);
	ATF_CHECK_EQ(0, fclose(f));
	check_file("f", "onetwo");
	ATF_REQUIRE((f = fopen("f", "r+e")) != NULL);
	ATF_CHECK_EQ(FD_CLOEXEC, fcntl(fileno(f), F_GETFD));
	ATF_CHECK(fputs("ONE", f) != EOF);
	ATF_CHECK_EQ(0, fclose(f));
	check_file("f", "ONEtwo");
}

ATF_TC_WITHOUT_HEAD(positions);
ATF_TC_BODY(positions, tc)
{
	char buf[16];
	FILE *f;
	int i;

	ATF_REQUIRE((f = fopen("f", "w+")) != NULL);
	for (i = 0; i < 10000; i++)
		(void)fprintf(f, "%05d\n", i);
	ATF_CHECK_EQ(60000, ftello(f));
	ATF_CHECK_EQ(0, fseeko(f, 6 * 777, SEEK_SET));
	ATF_REQUIRE(fgets(buf, sizeof(buf), f) != NULL);
	ATF_CHECK_STREQ("00777\n", buf);
	ATF_CHECK_EQ(0, fseek(f, -6, SEEK_END));
	ATF_REQUIRE(fgets(buf, sizeof(buf), f) != NULL);
	ATF_CHECK_STREQ("09999\n", buf);
	ATF_CHECK_EQ(EOF, getc(f));
	ATF_CHECK(feof(f));
	ATF_CHECK_EQ('x', ungetc('x', f));
	ATF_CHECK(!feof(f));
	ATF_CHECK_EQ(59999, ftello(f));
	ATF_CHECK_EQ('x', getc(f));
	ATF_CHECK_EQ(0, fseek(f, 6, SEEK_SET));
	ATF_CHECK(fputs("ABCDE", f) != EOF);
	ATF_CHECK_EQ(0, fseek(f, 0, SEEK_CUR));
	ATF_CHECK_EQ('\n', getc(f));
	ATF_CHECK_ERRNO(EINVAL, fseek(f, 0, 99) == -1);
	ATF_CHECK_EQ(0, fclose(f));
}

ATF_TC_WITHOUT_HEAD(lines);
ATF_TC_BODY(lines, tc)
{
	char *line = NULL, *p;
	size_t size = 0, len;
	ssize_t n;
	FILE *f;
	int i;

	ATF_REQUIRE((f = fopen("f", "w+")) != NULL);
	for (i = 0; i < 30000; i++)
		(void)putc('a' + i % 26, f);
	(void)fputs("\n\nlast", f);
	rewind(f);
	ATF_CHECK_EQ(30001, getline(&line, &size, f));
	ATF_CHECK_EQ('\n', line[30000]);
	ATF_CHECK_EQ(1, getline(&line, &size, f));
	ATF_CHECK_EQ(4, (n = getline(&line, &size, f)));
	ATF_CHECK_STREQ("last", line);
	ATF_CHECK_EQ(-1, getline(&line, &size, f));
	free(line);
	rewind(f);
	p = fgetln(f, &len);
	ATF_REQUIRE(p != NULL);
	ATF_CHECK_EQ(30001, len);
	p = fgetln(f, &len);
	ATF_CHECK(p != NULL && len == 1);
	p = fgetln(f, &len);
	ATF_CHECK(p != NULL && len == 4 && memcmp(p, "last", 4) == 0);
	ATF_CHECK(fgetln(f, &len) == NULL);
	ATF_CHECK_EQ(0, fclose(f));
}

ATF_TC_WITHOUT_HEAD(memory);
ATF_TC_BODY(memory, tc)
{
	char buf[16], *p = NULL;
	size_t n = 0;
	FILE *f;

	ATF_REQUIRE((f = open_memstream(&p, &n)) != NULL);
	ATF_CHECK_EQ(7, fprintf(f, "hello %d", 5));
	ATF_CHECK_EQ(0, fflush(f));
	ATF_CHECK_EQ(7, n);
	ATF_CHECK_STREQ("hello 5", p);
	ATF_CHECK_EQ(0, fclose(f));
	free(p);
	ATF_REQUIRE((f = fmemopen(buf, sizeof(buf), "w+")) != NULL);
	ATF_CHECK(fputs("abc", f) != EOF);
	ATF_CHECK_EQ(0, fseek(f, 1, SEEK_SET));
	ATF_CHECK_EQ('b', getc(f));
	ATF_CHECK_EQ(0, fclose(f));
	ATF_CHECK_STREQ("abc", buf);
	ATF_REQUIRE((f = fmemopen(buf, 3, "r")) != NULL);
	ATF_CHECK_EQ(3, fread(buf + 8, 1, 8, f));
	ATF_CHECK(feof(f));
	ATF_CHECK_EQ(0, fclose(f));
	ATF_CHECK_ERRNO(EINVAL, fmemopen(NULL, 0, "w+") == NULL);
}

ATF_TC_WITHOUT_HEAD(fork_shares_nothing_twice);
ATF_TC_BODY(fork_shares_nothing_twice, tc)
{
	int status;
	FILE *f;
	pid_t pid;

	ATF_REQUIRE((f = fopen("f", "w")) != NULL);
	ATF_CHECK(fputs("once ", f) != EOF);
	ATF_CHECK_EQ(0, fflush(f));
	ATF_REQUIRE((pid = fork()) != -1);
	if (pid == 0) {
		(void)fputs("child ", f);
		exit(fclose(f) == 0 ? 0 : 1);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
	ATF_CHECK(fputs("parent", f) != EOF);
	ATF_CHECK_EQ(0, fclose(f));
	check_file("f", "once child parent");
}

ATF_TC_WITHOUT_HEAD(reopen);
ATF_TC_BODY(reopen, tc)
{
	FILE *f;
	int fd;

	write_file("a", "in a");
	write_file("b", "in b");
	ATF_REQUIRE((f = fopen("a", "r")) != NULL);
	fd = fileno(f);
	ATF_REQUIRE(freopen("b", "r", f) == f);
	ATF_CHECK_EQ(fd, fileno(f));
	ATF_CHECK(getc(f) == 'i' && fseek(f, 3, SEEK_SET) == 0);
	ATF_CHECK_EQ('b', getc(f));
	ATF_CHECK_EQ(0, fclose(f));
}

ATF_TC_WITHOUT_HEAD(pipes);
ATF_TC_BODY(pipes, tc)
{
	char buf[64];
	FILE *f;

	ATF_REQUIRE((f = popen("echo out; exit 3", "r")) != NULL);
	ATF_REQUIRE(fgets(buf, sizeof(buf), f) != NULL);
	ATF_CHECK_STREQ("out\n", buf);
	ATF_CHECK_EQ(3 << 8, pclose(f));
	ATF_REQUIRE((f = popen("cat > copied", "w")) != NULL);
	ATF_CHECK(fputs("text", f) != EOF);
	ATF_CHECK_EQ(0, pclose(f));
	check_file("copied", "text");
	ATF_CHECK_ERRNO(EINVAL, popen("true", "x") == NULL);
}

ATF_TC_WITHOUT_HEAD(wide);
ATF_TC_BODY(wide, tc)
{
	wchar_t ws[16];
	FILE *f;

	ATF_REQUIRE((f = fopen("f", "w+")) != NULL);
	ATF_CHECK_EQ(0, fwide(f, 0));
	ATF_CHECK(fputws(L"h\u00e9\u20ac\n", f) >= 0);
	ATF_CHECK(fwide(f, 0) > 0);
	rewind(f);
	ATF_REQUIRE(fgetws(ws, 16, f) != NULL);
	ATF_CHECK(wcscmp(ws, L"h\u00e9\u20ac\n") == 0);
	ATF_CHECK_EQ(WEOF, fgetwc(f));
	ATF_CHECK_EQ(0x20ac, ungetwc(0x20ac, f));
	ATF_CHECK_EQ(0x20ac, fgetwc(f));
	ATF_CHECK_EQ(0, fclose(f));
	write_file("bad", "\xff");
	ATF_REQUIRE((f = fopen("bad", "r")) != NULL);
	ATF_CHECK_ERRNO(EILSEQ, fgetwc(f) == WEOF);
	ATF_CHECK(ferror(f));
	ATF_CHECK_EQ(0, fclose(f));
}

ATF_TC_WITHOUT_HEAD(write_error);
ATF_TC_BODY(write_error, tc)
{
	int fds[2];
	FILE *f;

	ATF_REQUIRE_EQ(0, pipe(fds));
	ATF_REQUIRE((f = fdopen(fds[0], "r")) != NULL);
	ATF_CHECK_ERRNO(EBADF, putc('x', f) == EOF);
	ATF_CHECK(ferror(f));
	clearerr(f);
	ATF_CHECK(!ferror(f));
	ATF_CHECK_ERRNO(ESPIPE, ftell(f) == -1);
	ATF_CHECK_EQ(0, fclose(f));
	ATF_CHECK_EQ(0, close(fds[1]));
	ATF_CHECK_ERRNO(EBADF, fdopen(fds[1], "w") == NULL);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, modes);
	ATF_TP_ADD_TC(tp, positions);
	ATF_TP_ADD_TC(tp, lines);
	ATF_TP_ADD_TC(tp, memory);
	ATF_TP_ADD_TC(tp, fork_shares_nothing_twice);
	ATF_TP_ADD_TC(tp, reopen);
	ATF_TP_ADD_TC(tp, pipes);
	ATF_TP_ADD_TC(tp, wide);
	ATF_TP_ADD_TC(tp, write_error);

	return (atf_no_error());
}
