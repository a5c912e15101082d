/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * id: print the identity of a process or a user.
 */
#include <sys/param.h>

#include <err.h>
#include <grp.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct identity {
	uid_t	 uid, euid;
	gid_t	 gid, egid;
	gid_t	 groups[NGROUPS_MAX + 2];	/* egid first */
	int	 ngroups;
};

static bool	nflag;

static void	identify(struct identity *, const char *);
static void	put_group(gid_t);
static void	put_passwd(const struct identity *, int);
static void	put_people(const struct identity *);
static void	put_user(uid_t);
static void	print_all(const struct identity *);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	bool Gflag = false, Pflag = false, dflag = false, gflag = false;
	bool pflag = false, rflag = false, sflag = false, uflag = false;
	struct identity id;
	int ch, i;

	while ((ch = getopt(argc, argv, "GPadgnprsu")) != -1) {
		switch (ch) {
		case 'G':
			Gflag = true;
			break;
		case 'P':
			Pflag = true;
			break;
		case 'a':
			/* For the sake of scripts for other systems. */
			break;
		case 'd':
			dflag = true;
			break;
		case 'g':
			gflag = true;
			break;
		case 'n':
			nflag = true;
			break;
		case 'p':
			pflag = true;
			break;
		case 'r':
			rflag = true;
			break;
		case 's':
			sflag = true;
			break;
		case 'u':
			uflag = true;
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	if (argc > 1 || Gflag + Pflag + dflag + gflag + pflag + sflag +
	    uflag > 1 ||
	    ((nflag || rflag) && !(Gflag || gflag || uflag)))
		usage();
	identify(&id, argc == 1 ? argv[0] : NULL);
	if (Pflag || dflag || sflag)
		put_passwd(&id, Pflag ? 'P' : dflag ? 'd' : 's');
	else if (uflag)
		put_user(rflag ? id.uid : id.euid);
	else if (gflag)
		put_group(rflag ? id.gid : id.egid);
	else if (Gflag || pflag) {
		nflag |= pflag;
		if (pflag)
			put_people(&id);
		for (i = 0; i < id.ngroups; i++) {
			if (i > 0)
				(void)putchar(' ');
			put_group(id.groups[i]);
		}
	} else
		print_all(&id);
	(void)putchar('\n');
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (0);
}

static void
identify(struct identity *id, const char *who)
{
	const char *errstr;
	struct passwd *pw;
	uid_t uid;
	int i, n, max = NGROUPS_MAX + 1;

	if (who == NULL) {
		id->uid = getuid();
		id->euid = geteuid();
		id->gid = getgid();
		id->egid = getegid();
		n = getgroups(NGROUPS_MAX, id->groups + 1);
		if (n < 0)
			err(1, "getgroups");
	} else {
		pw = getpwnam(who);
		if (pw == NULL) {
			uid = (uid_t)strtonum(who, 0, UINT32_MAX, &errstr);
			if (errstr != NULL || (pw = getpwuid(uid)) == NULL)
				errx(1, "%s: no such user", who);
		}
		id->uid = id->euid = pw->pw_uid;
		id->gid = id->egid = pw->pw_gid;
		n = max;
		if (getgrouplist(pw->pw_name, pw->pw_gid, id->groups + 1,
		    &n) < 0)
			n = max;
	}
	/* The effective group stands first, and once. */
	id->groups[0] = id->egid;
	id->ngroups = 1;
	for (i = 1; i <= n; i++)
		if (id->groups[i] != id->egid)
			id->groups[id->ngroups++] = id->groups[i];
}

static void
put_user(uid_t uid)
{
	const char *name = nflag ? user_from_uid(uid, 1) : NULL;

	if (name != NULL)
		(void)fputs(name, stdout);
	else
		(void)printf("%u", uid);
}

static void
put_group(gid_t gid)
{
	const char *name = nflag ? group_from_gid(gid, 1) : NULL;

	if (name != NULL)
		(void)fputs(name, stdout);
	else
		(void)printf("%u", gid);
}

/*
 * What -p shows before the groups.
 */
static void
put_people(const struct identity *id)
{

	(void)fputs("uid\t", stdout);
	put_user(id->uid);
	if (id->euid != id->uid) {
		(void)fputs("\neuid\t", stdout);
		put_user(id->euid);
	}
	if (id->egid != id->gid) {
		(void)fputs("\nrgid\t", stdout);
		put_group(id->gid);
	}
	(void)fputs("\ngroups\t", stdout);
}

/*
 * The line of the password file, or the home directory or the shell in it.
 */
static void
put_passwd(const struct identity *id, int what)
{
	const struct passwd *pw;

	if ((pw = getpwuid(id->euid)) == NULL)
		errx(1, "%u: no such user", id->euid);
	if (what == 'd')
		(void)fputs(pw->pw_dir, stdout);
	else if (what == 's')
		(void)fputs(pw->pw_shell, stdout);
	else
		(void)printf("%s:*:%u:%u:%s:%s:%s", pw->pw_name, pw->pw_uid,
		    pw->pw_gid, pw->pw_gecos, pw->pw_dir, pw->pw_shell);
}

static void
put_both(const char *label, unsigned n, const char *name)
{

	(void)printf("%s%u", label, n);
	if (name != NULL)
		(void)printf("(%s)", name);
}

static void
print_all(const struct identity *id)
{
	int i;

	put_both("uid=", id->uid, user_from_uid(id->uid, 1));
	put_both(" gid=", id->gid, group_from_gid(id->gid, 1));
	if (id->euid != id->uid)
		put_both(" euid=", id->euid, user_from_uid(id->euid, 1));
	if (id->egid != id->gid)
		put_both(" egid=", id->egid, group_from_gid(id->egid, 1));
	for (i = 0; i < id->ngroups; i++)
		put_both(i == 0 ? " groups=" : ",", id->groups[i],
		    group_from_gid(id->groups[i], 1));
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: id [-a] [user]\n"
	    "       id -G [-n] [user]\n"
	    "       id -P [user]\n"
	    "       id -d [user]\n"
	    "       id -g [-nr] [user]\n"
	    "       id -p [user]\n"
	    "       id -s [user]\n"
	    "       id -u [-nr] [user]\n");
	exit(1);
}
