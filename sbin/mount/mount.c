/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * mount: attach file systems, by fstab(5) or by arguments; list them.
 */
#include <sys/param.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <libutil.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define	FSTAB	"/etc/fstab"

/* Options that are flags of mount(2); "no" before a name clears the bit. */
static const struct {
	const char	*name;
	int		 flag;
} flagnames[] = {
	{ "ro",		MNT_RDONLY },
	{ "nosuid",	MNT_NOSUID },
	{ "noexec",	MNT_NOEXEC },
	{ "noatime",	MNT_NOATIME },
	{ "sync",	MNT_SYNCHRONOUS },
	{ "update",	MNT_UPDATE },
	{ "force",	MNT_FORCE },
};

struct request {
	char	*from, *dir, *type;
	char	 options[256];
};

static const struct option longopts[] = {
	{ "json",	no_argument,	NULL,	'J' },
	{ NULL,		0,		NULL,	0 },
};

enum listing { LIST_PLAIN, LIST_FSTAB, LIST_JSON };

static bool	fflag, vflag;

static int	do_mount(const struct request *, const char *extra);
static int	list(const char *, enum listing);
static bool	request_mounted(const char *, struct request *);
static int	mount_fstab(const char *type, const char *only,
		    const char *extra);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	struct request r = { .type = (char[]){ "ext2fs" } };
	enum listing form = LIST_PLAIN;
	bool aflag = false;
	const char *type = NULL;
	char extra[256] = "";
	int ch;

	while ((ch = getopt_long(argc, argv, "+Jadfo:prt:uvw", longopts,
	    NULL)) != -1) {
		switch (ch) {
		case 'J':
			form = LIST_JSON;
			break;
		case 'a':
			aflag = true;
			break;
		case 'd':
			fflag = true;
			break;
		case 'f':
			(void)strlcat(extra, ",force", sizeof(extra));
			break;
		case 'o':
			(void)strlcat(extra, ",", sizeof(extra));
			if (strlcat(extra, optarg, sizeof(extra)) >=
			    sizeof(extra))
				errx(1, "options are too long");
			break;
		case 'p':
			form = LIST_FSTAB;
			break;
		case 'r':
			(void)strlcat(extra, ",ro", sizeof(extra));
			break;
		case 't':
			type = optarg;
			break;
		case 'u':
			(void)strlcat(extra, ",update", sizeof(extra));
			break;
		case 'v':
			vflag = true;
			break;
		case 'w':
			(void)strlcat(extra, ",rw", sizeof(extra));
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	if (aflag) {
		if (argc != 0)
			usage();
		return (mount_fstab(type, NULL, extra));
	}
	switch (argc) {
	case 0:
		return (list(type, form));
	case 1:
		if (type == NULL && strstr(extra, "update") != NULL &&
		    request_mounted(argv[0], &r))
			return (do_mount(&r, extra));
		return (mount_fstab(type, argv[0], extra));
	case 2:
		r.from = argv[0];
		r.dir = argv[1];
		if (type != NULL)
			r.type = strdup(type);
		return (do_mount(&r, extra));
	default:
		usage();
	}
}

/*
 * Take the flags out of a list of options; what is left, for the file system,
 * goes to rest with commas between.
 */
static int
parse_options(const char *list_, char *rest, size_t size)
{
	char copy[512], *p = copy, *word;
	int flags = 0;
	size_t i;

	(void)strlcpy(copy, list_, sizeof(copy));
	while ((word = strsep(&p, ",")) != NULL) {
		if (*word == '\0' || strcmp(word, "noauto") == 0 ||
		    strcmp(word, "late") == 0)
			continue;
		if (strcmp(word, "rw") == 0) {
			flags &= ~MNT_RDONLY;
			continue;
		}
		for (i = 0; i < nitems(flagnames); i++) {
			if (strcmp(word, flagnames[i].name) == 0) {
				flags |= flagnames[i].flag;
				break;
			}
			if (strncmp(flagnames[i].name, "no", 2) == 0 &&
			    strcmp(word, flagnames[i].name + 2) == 0) {
				flags &= ~flagnames[i].flag;
				break;
			}
		}
		if (i == nitems(flagnames)) {
			(void)strlcat(rest, ",", size);
			(void)strlcat(rest, word, size);
		}
	}
	return (flags);
}

static uint64_t
option_number(const char *name, const char *s)
{
	uint64_t n;

	if (expand_number(s, &n) != 0)
		errx(1, "%s=%s: not a number", name, s);
	return (n);
}

/*
 * The options of tmpfs: size, inodes, mode, uid, gid.
 */
static void
tmpfs_options(char *rest, struct mount_tmpfs_args *ta)
{
	char *word, *val;
	void *set;

	memset(ta, 0, sizeof(*ta));
	ta->size = sizeof(*ta);
	ta->mode = S_IRWXU | S_IRWXG | S_IRWXO | S_ISVTX;
	while ((word = strsep(&rest, ",")) != NULL) {
		if (*word == '\0')
			continue;
		if ((val = strchr(word, '=')) == NULL)
			errx(1, "tmpfs: %s: no such option", word);
		*val++ = '\0';
		if (strcmp(word, "size") == 0)
			ta->bytes_max = option_number(word, val);
		else if (strcmp(word, "inodes") == 0)
			ta->nodes_max = option_number(word, val);
		else if (strcmp(word, "uid") == 0)
			ta->uid = (uid_t)option_number(word, val);
		else if (strcmp(word, "gid") == 0)
			ta->gid = (gid_t)option_number(word, val);
		else if (strcmp(word, "mode") == 0) {
			if ((set = setmode(val)) == NULL)
				errx(1, "mode=%s: invalid", val);
			ta->mode = getmode(set, 0);
			free(set);
		} else
			errx(1, "tmpfs: %s: no such option", word);
	}
}

/*
 * Say why mount(2) failed, where errno alone does not tell.
 */
static void
mount_failed(const struct request *r, bool device)
{

	if (errno == ENODEV)
		warnx("%s: unknown type of file system", r->type);
	else if (errno == EINVAL && device)
		warnx("%s on %s: no file system of type %s, or damaged; "
		    "dmesg(8) may tell more", r->from, r->dir, r->type);
	else if (errno == EBUSY)
		warnx("%s on %s: %s is mounted already, or %s has a mount on "
		    "it or is in use", r->from, r->dir, r->from, r->dir);
	else
		warn("%s on %s", r->from, r->dir);
}

static int
do_mount(const struct request *r, const char *extra)
{
	char rest[512] = "", options[512];
	struct mount_tmpfs_args ta;
	struct mount_dev_args da = { .size = sizeof(da), .fspec = r->from };
	void *data = NULL;
	size_t len = 0;
	int flags;

	(void)snprintf(options, sizeof(options), "%s%s", r->options, extra);
	flags = parse_options(options, rest, sizeof(rest));
	if (strcmp(r->type, "tmpfs") == 0) {
		tmpfs_options(rest, &ta);
		data = &ta;
		len = sizeof(ta);
	} else {
		if (rest[0] != '\0')
			errx(1, "%s: %s: no such option", r->type, rest + 1);
		if (strcmp(r->type, "devfs") != 0 &&
		    strcmp(r->type, "procfs") != 0) {
			data = &da;
			len = sizeof(da);
		}
	}
	if (vflag)
		(void)printf("%s on %s (%s)\n", r->from, r->dir, r->type);
	if (fflag)
		return (0);
	if (mount(r->type, r->dir, flags, data, len) != 0) {
		mount_failed(r, data == &da);
		return (1);
	}
	return (0);
}

/*
 * The options that a mount has stay unless others undo them.
 */
static void
copy_options(const struct statvfs *m, struct request *r)
{
	size_t i;

	for (i = 0; i < nitems(flagnames); i++)
		if (((int)m->f_flag & flagnames[i].flag) != 0) {
			(void)strlcat(r->options, flagnames[i].name,
			    sizeof(r->options));
			(void)strlcat(r->options, ",", sizeof(r->options));
		}
}

/*
 * -u: what is mounted is known without fstab(5).  Make the request that
 * describes the mount on dir, or of that device; false when there is none.
 */
static bool
request_mounted(const char *name, struct request *r)
{
	char real[PATH_MAX];
	struct statvfs *list_;
	int n;

	if (realpath(name, real) == NULL)
		(void)strlcpy(real, name, sizeof(real));
	n = getmntinfo(&list_, MNT_NOWAIT);
	while (--n >= 0)
		if (strcmp(list_[n].f_mntonname, real) == 0 ||
		    strcmp(list_[n].f_mntfromname, name) == 0) {
			r->from = list_[n].f_mntfromname;
			r->dir = list_[n].f_mntonname;
			r->type = list_[n].f_fstypename;
			copy_options(&list_[n], r);
			return (true);
		}
	return (false);
}

static bool
mounted(const char *dir)
{
	struct statvfs *list_;
	int i, n;

	n = getmntinfo(&list_, MNT_NOWAIT);
	for (i = 0; i < n; i++)
		if (strcmp(list_[i].f_mntonname, dir) == 0)
			return (true);
	return (false);
}

/*
 * Does a type stand in a comma-separated list, or with "no" before the list,
 * not in it?  "nonroot" stands for all but the root file system.
 */
static bool
type_wanted(const struct request *r, const char *list_)
{
	bool no = false;
	size_t n;

	if (list_ == NULL)
		return (true);
	if (strcmp(list_, "nonroot") == 0)
		return (strcmp(r->dir, "/") != 0);
	if (strncmp(list_, "no", 2) == 0) {
		no = true;
		list_ += 2;
	}
	for (; *list_ != '\0'; list_ += n + (list_[n] == ',')) {
		n = strcspn(list_, ",");
		if (strlen(r->type) == n && strncmp(r->type, list_, n) == 0)
			return (!no);
	}
	return (no);
}

/*
 * Mount all of fstab that is for mounting, or the one entry that names `only'
 * as its device or directory.
 */
static int
mount_fstab(const char *type, const char *only, const char *extra)
{
	char *line = NULL, *p, *field[4];
	struct request r;
	size_t size = 0, i;
	bool found = false;
	int rval = 0;
	FILE *fp;

	if ((fp = fopen(FSTAB, "r")) == NULL)
		err(1, "%s", FSTAB);
	while (getline(&line, &size, fp) > 0) {
		line[strcspn(line, "#\n")] = '\0';
		p = line;
		for (i = 0; i < 4; ) {
			if ((field[i] = strsep(&p, " \t")) == NULL)
				break;
			if (*field[i] != '\0')
				i++;
		}
		if (i < 4)
			continue;
		r.from = field[0];
		r.dir = field[1];
		r.type = field[2];
		(void)strlcpy(r.options, field[3], sizeof(r.options));
		if (only != NULL) {
			if (strcmp(only, r.from) != 0 &&
			    strcmp(only, r.dir) != 0)
				continue;
		} else if (strstr(r.options, "noauto") != NULL ||
		    strcmp(r.type, "swap") == 0 || !type_wanted(&r, type) ||
		    (strstr(extra, "update") == NULL && mounted(r.dir)))
			continue;
		found = true;
		rval |= do_mount(&r, extra);
	}
	free(line);
	(void)fclose(fp);
	if (only != NULL && !found)
		errx(1, "%s: unknown special file or file system", only);
	return (rval);
}

/*
 * The options that a mount has in the given quotes: sep, the first, and then
 * each behind a comma.
 */
static void
put_options(const struct statvfs *m, const char *sep, const char *comma,
    const char *quote)
{
	size_t i;

	for (i = 0; i < nitems(flagnames); i++)
		if (((int)m->f_flag & flagnames[i].flag) != 0) {
			(void)printf("%s%s%s%s", sep, quote,
			    flagnames[i].name, quote);
			sep = comma;
		}
}

static void
list_one(const struct statvfs *m, enum listing form, bool first)
{
	static const char *const members[] = { "from", "on", "type" };
	const char *const values[] = { m->f_mntfromname, m->f_mntonname,
	    m->f_fstypename };
	size_t i;

	switch (form) {
	case LIST_PLAIN:
		(void)printf("%s on %s (%s", m->f_mntfromname, m->f_mntonname,
		    m->f_fstypename);
		put_options(m, ", ", ", ", "");
		(void)puts(")");
		break;
	case LIST_FSTAB:
		(void)printf("%s\t%s\t%s\t%s", m->f_mntfromname,
		    m->f_mntonname, m->f_fstypename,
		    ((int)m->f_flag & MNT_RDONLY) != 0 ? "" : "rw");
		put_options(m, ((int)m->f_flag & MNT_RDONLY) != 0 ? "" : ",",
		    ",", "");
		(void)printf("\t%d %d\n", 0,
		    strcmp(m->f_fstypename, "ext2fs") != 0 ? 0 :
		    strcmp(m->f_mntonname, "/") == 0 ? 1 : 2);
		break;
	case LIST_JSON:
		(void)printf("%s\n  {", first ? "" : ",");
		for (i = 0; i < nitems(members); i++) {
			(void)printf("\"%s\": ", members[i]);
			fput_json(values[i], strlen(values[i]), stdout);
			(void)fputs(", ", stdout);
		}
		(void)fputs("\"options\": [", stdout);
		put_options(m, "", ", ", "\"");
		(void)fputs("]}", stdout);
		break;
	}
}

static int
list(const char *type, enum listing form)
{
	struct statvfs *mounts;
	bool first = true;
	int i, n;

	n = getmntinfo(&mounts, MNT_NOWAIT);
	if (n <= 0)
		err(1, "getmntinfo");
	if (form == LIST_JSON)
		(void)printf("{\"mounts\": [");
	for (i = 0; i < n; i++) {
		struct request r = { .dir = mounts[i].f_mntonname,
		    .type = mounts[i].f_fstypename };

		if (!type_wanted(&r, type))
			continue;
		list_one(&mounts[i], form, first);
		first = false;
	}
	if (form == LIST_JSON)
		(void)printf("\n]}\n");
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (0);
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: mount [-Jpv] [-t type]\n"
	    "       mount -a [-dfruvw] [-t type]\n"
	    "       mount [-dfruvw] [-o options] device | directory\n"
	    "       mount [-dfruvw] [-o options] [-t type] device directory\n");
	exit(1);
}
