/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * login: become a user and start the user's shell.
 *
 * A password field that is empty lets the user in; else it is a hash of
 * crypt(3), or something that no password fits, as `*'.  A user who does not
 * exist is asked too, and refused after as long a time.
 */
#include <sys/types.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <paths.h>
#include <pwd.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define	MOTD	"/etc/motd"

static bool	authenticate(const struct passwd *);
static void	become(const struct passwd *);
static void	environment(const struct passwd *, bool);
static void	motd(void);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	bool force = false, preserve = false;
	char arg0[64], *shell;
	const char *base;
	struct passwd *pw;
	int ch;

	while ((ch = getopt(argc, argv, "fp")) != -1) {
		switch (ch) {
		case 'f':
			force = true;
			break;
		case 'p':
			preserve = true;
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	if (argc != 1)
		usage();
	if (geteuid() != 0)
		errx(1, "must be run by the super-user");

	pw = getpwnam(argv[0]);
	if (!force && !authenticate(pw)) {
		(void)sleep(2);
		errx(1, "Login incorrect");
	}
	if (pw == NULL) {
		errx(1, "Login incorrect");
	}
	become(pw);
	environment(pw, preserve);
	if (chdir(pw->pw_dir) != 0) {
		warn("%s", pw->pw_dir);
		(void)chdir("/");
		(void)setenv("HOME", "/", 1);
	}
	if (access(".hushlogin", F_OK) != 0)
		motd();
	shell = pw->pw_shell[0] != '\0' ? pw->pw_shell :
	    strdup(_PATH_BSHELL);
	base = strrchr(shell, '/');
	(void)snprintf(arg0, sizeof(arg0), "-%s",
	    base != NULL ? base + 1 : shell);
	(void)execl(shell, arg0, (char *)NULL);
	err(1, "%s", shell);
}

/*
 * Ask for the password, if there is one.
 */
static bool
authenticate(const struct passwd *pw)
{
	char *password;
	bool right;

	if (pw != NULL && pw->pw_passwd[0] == '\0')
		return (true);
	password = getpass("Password:");
	if (password == NULL)
		return (false);
	if (pw == NULL || strncmp(pw->pw_passwd, "$6$", 3) != 0) {
		(void)crypt(password, "$6$nobody");
		right = false;
	} else
		right = crypt_checkpass(password, pw->pw_passwd) == 0;
	explicit_bzero(password, strlen(password));
	return (right);
}

/*
 * Hand the terminal to the user, and take the user's identity for good.
 */
static void
become(const struct passwd *pw)
{

	(void)fchown(STDIN_FILENO, pw->pw_uid, pw->pw_gid);
	(void)fchmod(STDIN_FILENO, S_IRUSR | S_IWUSR | S_IWGRP);
	(void)setlogin(pw->pw_name);
	if (initgroups(pw->pw_name, pw->pw_gid) != 0 ||
	    setgid(pw->pw_gid) != 0 || setuid(pw->pw_uid) != 0)
		err(1, "%s", pw->pw_name);
}

static void
environment(const struct passwd *pw, bool preserve)
{
	static char *empty[] = { NULL };
	char *term;

	term = getenv("TERM");
	if (term != NULL)
		term = strdup(term);
	if (!preserve)
		environ = empty;
	(void)setenv("HOME", pw->pw_dir, 1);
	(void)setenv("SHELL", pw->pw_shell[0] != '\0' ? pw->pw_shell :
	    _PATH_BSHELL, 1);
	(void)setenv("USER", pw->pw_name, 1);
	(void)setenv("LOGNAME", pw->pw_name, 1);
	(void)setenv("PATH", pw->pw_uid == 0 ? _PATH_STDPATH : _PATH_DEFPATH,
	    1);
	(void)setenv("TERM", term != NULL ? term : "dumb", 1);
}

static void
motd(void)
{
	char buf[512];
	ssize_t n;
	int fd;

	if ((fd = open(MOTD, O_RDONLY)) < 0)
		return;
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		(void)write(STDOUT_FILENO, buf, (size_t)n);
	(void)close(fd);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: login [-fp] user\n");
	exit(1);
}
