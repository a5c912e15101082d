/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Prompts, PS1, PS2 and PS4, and other text that is shown expanded.  Their
 * values undergo parameter expansion, command substitution and arithmetic; in
 * PS1 "!" is the number of the command in the history, and a few backslash
 * escapes stand for the host, the user and the working directory.  What
 * cannot be expanded is shown as it is.
 */

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "edit.h"
#include "expand.h"
#include "parser.h"
#include "var.h"

static void
put_directory(struct sbuf *sb, bool last)
{
	const char *dir = cwd_get(), *home = var_get("HOME"), *p;
	size_t n = home != NULL ? strlen(home) : 0;

	if (n > 1 && strncmp(dir, home, n) == 0 &&
	    (dir[n] == '/' || dir[n] == '\0')) {
		if (!last || dir[n] == '\0') {
			sbuf_putc(sb, '~');
			sbuf_puts(sb, dir + n);
			return;
		}
	}
	if (last && (p = strrchr(dir, '/')) != NULL && p[1] != '\0')
		dir = p + 1;
	sbuf_puts(sb, dir);
}

static void
put_host(struct sbuf *sb, bool whole)
{
	char host[256];

	if (gethostname(host, sizeof(host)) != 0)
		return;
	host[sizeof(host) - 1] = '\0';
	if (!whole)
		host[strcspn(host, ".")] = '\0';
	sbuf_puts(sb, host);
}

static void
put_user(struct sbuf *sb)
{
	const struct passwd *pw = getpwuid(geteuid());

	if (pw != NULL)
		sbuf_puts(sb, pw->pw_name);
}

/*
 * Replace the escapes in s.  What they stand for is quoted with backslashes
 * where the expansion that follows would otherwise change it.
 */
static char *
prompt_escapes(const char *s)
{
	struct sbuf sb = SBUF_INIT, val = SBUF_INIT;
	size_t i;

	for (; *s != '\0'; s++) {
		if (*s == '!') {
			if (s[1] == '!')
				sbuf_putc(&sb, *++s);
			else
				sbuf_printf(&sb, "%d", hist_next);
			continue;
		}
		if (*s != '\\' || s[1] == '\0') {
			sbuf_putc(&sb, *s);
			continue;
		}
		val.sb_len = 0;
		switch (*++s) {
		case 'H':
		case 'h':
			put_host(&val, *s == 'H');
			break;
		case 'u':
			put_user(&val);
			break;
		case 'W':
		case 'w':
			put_directory(&val, *s == 'W');
			break;
		case '$':
			sbuf_putc(&val, geteuid() == 0 ? '#' : '$');
			break;
		case 'e':
			sbuf_putc(&val, '\033');
			break;
		case 'n':
			sbuf_putc(&val, '\n');
			break;
		case '[':
		case ']':
			break;
		default:
			sbuf_putc(&sb, '\\');
			sbuf_putc(&sb, *s);
			break;
		}
		for (i = 0; i < val.sb_len; i++) {
			if (strchr("$`\\", val.sb_s[i]) != NULL)
				sbuf_putc(&sb, '\\');
			sbuf_putc(&sb, val.sb_s[i]);
		}
	}
	return (sbuf_str(&sb));
}

/* Expand text as in double-quotes; NULL if that fails. */
static char *
expand_quoted(const char *text)
{
	struct parser saved = ps;
	struct arena *saved_arena = ps_arena;
	int status = sh.sh_status, xtrace = sh_opt(XTRACE);
	struct handler h;
	struct word *w;
	char *volatile result = NULL;

	if (sh_catch(&h) == EX_NONE) {
		sh_opt(XTRACE) = false;
		parse_reset();
		ps_arena = arena_begin();
		w = word_from_text(text, strlen(text), 1, WM_HEREDOC);
		result = tmp_strdup(expand_string(w->w_parts));
		arena_end();
		sh_pop(&h);
	} else {
		sh_unwind(&h);
		result = NULL;
	}
	sh_opt(XTRACE) = xtrace != 0;
	ps = saved;
	ps_arena = saved_arena;
	sh.sh_status = status;
	return (result);
}

/* The same; text itself if it fails. */
const char *
expand_text(const char *text)
{
	const char *s = expand_quoted(text);

	return (s != NULL ? s : text);
}

/* The expanded prompt called name, in temporary memory. */
char *
expand_prompt(const char *name)
{
	const char *s;
	char *result;

	if ((s = var_get(name)) == NULL)
		return (tmp_strndup("", 0));
	s = tmp_strdup(s);
	if (strpbrk(s, "$`\\!") == NULL)
		return (tmp_strdup(s));
	result = expand_quoted(strcmp(name, "PS1") == 0 ? prompt_escapes(s) :
	    s);
	return (result != NULL ? result : tmp_strdup(s));
}
