/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Mail (POSIX, sh, "MAIL", "MAILCHECK" and "MAILPATH"): before a prompt, but
 * no more often than MAILCHECK says, the shell looks whether a mailbox was
 * made or changed since it looked last.  What is there when it looks for the
 * first time is no news, nor is a mailbox that is empty.
 *
 * Tests	tests/bin/sh/t_interactive.sh
 */

#include <sys/stat.h>

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "edit.h"
#include "expand.h"
#include "var.h"

#define	MAIL_SECONDS	600		/* MAILCHECK, if it is not set */
#define	MAIL_TEXT	"you have mail"

struct mailbox {
	struct mailbox	*mb_next;
	char		*mb_path;
	struct timespec	mb_mtim;	/* 0: it is not there */
	off_t		mb_size;	/* tells what happens within a tick */
};

static struct mailbox	*mailboxes;

static time_t
mail_interval(void)
{
	const char *s = var_get("MAILCHECK");
	char *end;
	long n;

	if (s == NULL || *s < '0' || *s > '9')
		return (MAIL_SECONDS);
	errno = 0;
	n = strtol(s, &end, 10);
	return (*end != '\0' || errno != 0 ? MAIL_SECONDS : n);
}

/* Look at one mailbox: is there something new in it? */
static bool
mail_arrived(const char *path)
{
	struct mailbox *mb;
	struct stat st;
	bool known, news;

	for (mb = mailboxes; mb != NULL; mb = mb->mb_next)
		if (strcmp(mb->mb_path, path) == 0)
			break;
	if (!(known = mb != NULL)) {
		mb = mem_alloc(sizeof(*mb));
		mb->mb_path = mem_strdup(path);
		mb->mb_next = mailboxes;
		mailboxes = mb;
	}
	if (stat(path, &st) != 0)
		memset(&st, 0, sizeof(st));
	news = known && st.st_size > 0 &&
	    (st.st_mtim.tv_sec != mb->mb_mtim.tv_sec ||
	    st.st_mtim.tv_nsec != mb->mb_mtim.tv_nsec ||
	    st.st_size != mb->mb_size);
	mb->mb_mtim = st.st_mtim;
	mb->mb_size = st.st_size;
	return (news);
}

/*
 * Take the next path of a list with colons, and the message behind its "%",
 * if any; "\%" and "\:" stand for themselves.  Returns the rest, or NULL.
 */
static const char *
mail_next(const char *s, struct sbuf *path, struct sbuf *text)
{
	struct sbuf *sb = path;

	path->sb_len = text->sb_len = 0;
	for (; *s != '\0' && *s != ':'; s++) {
		if (*s == '\\' && (s[1] == ':' || (s[1] == '%' && sb == path)))
			s++;
		else if (*s == '%' && sb == path) {
			sb = text;
			continue;
		}
		sbuf_putc(sb, *s);
	}
	return (*s == ':' ? s + 1 : NULL);
}

static void
mail_say(const char *text)
{
	err_puts(text);
	err_puts("\n");
}

/* Tell about mail, if it is time to look.  Called before PS1 is shown. */
void
mail_check(void)
{
	static struct timespec last;
	struct sbuf path = SBUF_INIT, text = SBUF_INIT;
	struct timespec now;
	const char *list, *single;

	list = var_get("MAILPATH");
	single = var_get("MAIL");
	if (list == NULL && (single == NULL || *single == '\0'))
		return;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	if (last.tv_sec != 0 && now.tv_sec - last.tv_sec < mail_interval())
		return;
	last = now;
	if (list == NULL) {
		if (mail_arrived(single))
			mail_say(MAIL_TEXT);
		return;
	}
	list = tmp_strdup(list);
	while (list != NULL) {
		list = mail_next(list, &path, &text);
		if (path.sb_len == 0 || !mail_arrived(sbuf_str(&path)))
			continue;
		mail_say(text.sb_len == 0 ? MAIL_TEXT :
		    expand_text(sbuf_str(&text)));
	}
}
