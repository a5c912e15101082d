/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Completion: what may the word in front of the cursor become?
 *
 * The line is scanned from its beginning, with a simple idea of quoting and
 * of where commands stand, which is right for what people type.  The word
 * becomes the name of a command, of a file, or of a variable after "$".
 */

#include <sys/stat.h>

#include <dirent.h>

#include "builtin.h"
#include "edit.h"
#include "eval.h"
#include "expand.h"
#include "var.h"

struct found {
	struct strlist	*fo_list;
	const char	*fo_prefix;
	size_t		fo_len;
};

/* What the scan of the line has found out about the last word. */
struct scan {
	size_t		sc_start;	/* where it begins */
	size_t		sc_base;	/* behind its last slash */
	size_t		sc_dollar;	/* behind the $ of a variable, or 0 */
	bool		sc_brace;
	bool		sc_command;	/* it is a command word */
	char		sc_quote;	/* the quote that is open */
	struct sbuf	sc_word;	/* without quotes */
	size_t		sc_wordbase;	/* sc_base in sc_word */
};

static void
add_if_prefix(const char *name, void *arg)
{
	struct found *fo = arg;

	if (strncmp(name, fo->fo_prefix, fo->fo_len) == 0)
		strlist_add(fo->fo_list, tmp_strdup(name));
}

/* Does a command follow the word w? */
static bool
command_follows(const char *w, size_t len)
{
	static const char *const words[] = {
		"if", "then", "else", "elif", "do", "while", "until", "!",
		"{", "exec", "command", "time", "nohup", "sudo", "doas"
	};
	size_t i;

	for (i = 0; i < SH_NELEM(words); i++) {
		if (strlen(words[i]) == len && memcmp(words[i], w, len) == 0)
			return (true);
	}
	/* So it does after an assignment. */
	i = name_span(w);
	return (i != 0 && i < len && w[i] == '=');
}

static void
scan_begin_word(struct scan *sc, size_t pos)
{
	sc->sc_start = sc->sc_base = pos;
	sc->sc_word.sb_len = sc->sc_wordbase = 0;
	sc->sc_dollar = 0;
	sc->sc_brace = false;
}

static void
scan_line(const char *line, size_t len, struct scan *sc)
{
	size_t i;
	char c;

	memset(sc, 0, sizeof(*sc));
	sc->sc_command = true;
	for (i = 0; i < len; i++) {
		c = line[i];
		if (sc->sc_quote != '\'' && c == '$') {
			sc->sc_dollar = i + 1;
			sc->sc_brace = false;
			if (i + 1 < len && line[i + 1] == '{') {
				sc->sc_brace = true;
				sc->sc_dollar++;
			}
		} else if (sc->sc_dollar != 0 && i >= sc->sc_dollar &&
		    c != '_' && (c < '0' || c > '9') &&
		    (c < 'A' || c > 'Z') && (c < 'a' || c > 'z'))
			sc->sc_dollar = 0;
		if (sc->sc_quote != '\0') {
			if (c == sc->sc_quote) {
				sc->sc_quote = '\0';
				continue;
			}
			if (c == '\\' && sc->sc_quote == '"' && i + 1 < len)
				c = line[++i];
		} else if (c == '\'' || c == '"') {
			sc->sc_quote = c;
			continue;
		} else if (c == '\\') {
			if (++i >= len)
				break;
			c = line[i];
		} else if (strchr("|&;(`\n", c) != NULL) {
			sc->sc_command = true;
			scan_begin_word(sc, i + 1);
			continue;
		} else if (c == ' ' || c == '\t') {
			if (sc->sc_start < i)
				sc->sc_command = sc->sc_command &&
				    command_follows(line + sc->sc_start,
				    i - sc->sc_start);
			scan_begin_word(sc, i + 1);
			continue;
		} else if (c == '<' || c == '>') {
			sc->sc_command = false;
			scan_begin_word(sc, i + 1);
			continue;
		} else if ((c == '=' || c == ':') && !sc->sc_command) {
			scan_begin_word(sc, i + 1);
			continue;
		} else if (c == '=' && sc->sc_command) {
			/* NAME=value: the value is a file. */
			sc->sc_base = i + 1;
			sc->sc_word.sb_len = sc->sc_wordbase = 0;
			continue;
		}
		sbuf_putc(&sc->sc_word, c);
		if (c == '/') {
			sc->sc_base = i + 1;
			sc->sc_wordbase = sc->sc_word.sb_len;
		}
	}
}

/* The directory that the word is in. */
static char *
scan_directory(struct scan *sc)
{
	char *dir = tmp_strndup(sc->sc_word.sb_s, sc->sc_wordbase), *slash;
	struct sbuf sb = SBUF_INIT;
	const char *home;

	if (*dir == '\0')
		return (tmp_strdup("."));
	if (*dir != '~' || (slash = strchr(dir, '/')) == NULL)
		return (dir);
	*slash = '\0';
	if ((home = expand_tilde(dir + 1)) == NULL) {
		*slash = '/';
		return (dir);
	}
	sbuf_puts(&sb, home);
	sbuf_putc(&sb, '/');
	sbuf_puts(&sb, slash + 1);
	return (sbuf_str(&sb));
}

/* Names of files; only directories and programs if commands is set. */
static void
complete_files(struct scan *sc, bool commands, struct strlist *list)
{
	const char *base = sbuf_str(&sc->sc_word) + sc->sc_wordbase;
	char *dir = scan_directory(sc), *name;
	size_t len = strlen(base), n;
	struct dirent *de;
	struct stat st;
	bool is_dir;
	DIR *dp;

	if ((dp = opendir(dir)) == NULL)
		return;
	while ((de = readdir(dp)) != NULL) {
		if (strncmp(de->d_name, base, len) != 0 ||
		    (de->d_name[0] == '.' && *base != '.') ||
		    strcmp(de->d_name, ".") == 0 ||
		    strcmp(de->d_name, "..") == 0)
			continue;
		is_dir = false;
		if (fstatat(dirfd(dp), de->d_name, &st, 0) == 0) {
			is_dir = S_ISDIR(st.st_mode);
			if (commands && !is_dir && (st.st_mode & 0111) == 0)
				continue;
		}
		n = strlen(de->d_name);
		name = tmp_alloc(n + 2);
		memcpy(name, de->d_name, n + 1);
		if (is_dir)
			memcpy(name + n, "/", 2);
		strlist_add(list, name);
	}
	(void)closedir(dp);
}

static void
complete_commands(const char *prefix, struct strlist *list)
{
	struct found fo = { list, prefix, strlen(prefix) };
	const struct builtin *bi;
	size_t i, n;

	bi = builtin_table(&n);
	for (i = 0; i < n; i++)
		add_if_prefix(bi[i].bi_name, &fo);
	alias_each(add_if_prefix, &fo);
	exec_each_name(prefix, fo.fo_len, add_if_prefix, &fo);
}

/* Find what the word at the end of line[0..len) can become. */
void
complete_word(const char *line, size_t len, struct completion *cp)
{
	struct strlist *list = &cp->cp_list;
	struct found fo;
	struct scan sc;
	const char *word;
	size_t i, k;

	memset(cp, 0, sizeof(*cp));
	scan_line(line, len, &sc);
	word = sbuf_str(&sc.sc_word);
	if (sc.sc_dollar != 0) {
		fo.fo_list = list;
		fo.fo_prefix = tmp_strndup(line + sc.sc_dollar,
		    len - sc.sc_dollar);
		fo.fo_len = len - sc.sc_dollar;
		cp->cp_start = sc.sc_dollar;
		cp->cp_brace = sc.sc_brace;
		cp->cp_quote = sc.sc_quote;
		var_each(0, add_if_prefix, &fo);
	} else if (sc.sc_command && sc.sc_base == sc.sc_start) {
		cp->cp_start = sc.sc_start;
		if (len == sc.sc_start)
			return;
		complete_commands(word, list);
		cp->cp_quote = sc.sc_quote;
	} else {
		cp->cp_start = sc.sc_base;
		cp->cp_quote = sc.sc_quote;
		cp->cp_file = true;
		complete_files(&sc, sc.sc_command &&
		    strchr(line + sc.sc_start, '=') == NULL, list);
		/* An opening quote right before the name is replaced too. */
		if (sc.sc_quote != '\0' && cp->cp_start < len &&
		    line[cp->cp_start] == sc.sc_quote)
			cp->cp_start++;
	}
	strlist_sort(list, 0);
	for (i = k = 0; i < list->sl_n; i++) {
		if (k == 0 || strcmp(list->sl_v[k - 1], list->sl_v[i]) != 0)
			list->sl_v[k++] = list->sl_v[i];
	}
	list->sl_n = k;
}

/* The bytes that all possibilities begin with. */
size_t
complete_common(const struct completion *cp)
{
	const char *first = cp->cp_list.sl_v[0], *s;
	size_t len = strlen(first), i, n;

	for (i = 1; i < cp->cp_list.sl_n; i++) {
		s = cp->cp_list.sl_v[i];
		for (n = 0; n < len && s[n] == first[n]; n++)
			;
		len = n;
	}
	/* Not half a character. */
	while (len > 0 && ((unsigned char)first[len] & 0xc0) == 0x80)
		len--;
	return (len);
}

/* Append len bytes of s, quoted for where they will stand. */
void
complete_quote(struct sbuf *sb, const char *s, size_t len, char quote)
{
	const char *special;

	if (quote == '\'')
		special = "";
	else if (quote == '"')
		special = "\"$`\\";
	else
		special = " \t\n|&;<>()$`\\\"'*?[]#~=%!{}";
	for (; len > 0; len--, s++) {
		if (quote == '\'' && *s == '\'') {
			sbuf_puts(sb, "'\\''");
			continue;
		}
		if (strchr(special, *s) != NULL)
			sbuf_putc(sb, '\\');
		sbuf_putc(sb, *s);
	}
}
