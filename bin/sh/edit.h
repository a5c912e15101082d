/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Line editing, completion and history; see edit.c.
 */

#ifndef _SH_EDIT_H_
#define _SH_EDIT_H_

#include "shell.h"

#define	ED_UNDO		64

/* A key: a character (code point or control), or one of these. */
enum key {
	KEY_NONE = -1,
	KEY_EOF = -2,
	KEY_RESIZE = -3,
	KEY_UP = 0x200000, KEY_DOWN, KEY_LEFT, KEY_RIGHT, KEY_HOME, KEY_END,
	KEY_DELETE, KEY_PASTE, KEY_UNKNOWN,
	KEY_META = 0x400000		/* added to what came after ESC */
};

#define	CTRL_KEY(c)	((c) & 0x1f)
#define	KEY_ESC		0x1b
#define	KEY_RUBOUT	0x7f

/* What a key has led to. */
enum edit_result {
	ER_GOON, ER_ACCEPT, ER_EOF, ER_INTERRUPT
};

struct undo {
	char		*u_text;
	size_t		u_len;
	size_t		u_pos;
};

/* The line being edited; all text is malloc'ed and kept for the next. */
struct editor {
	char		*ed_buf;
	size_t		ed_len;
	size_t		ed_cap;
	size_t		ed_pos;		/* of the cursor */
	const char	*ed_prompt;	/* its last line */
	int		ed_cols;
	int		ed_rows;
	int		ed_curline;	/* row of the cursor, as displayed */
	int		ed_curcol;
	char		*ed_shown;	/* the text that is displayed, if */
	size_t		ed_shownlen;	/* ed_valid */
	int		ed_showncols;
	bool		ed_valid;
	bool		ed_fresh;	/* nothing is displayed yet */
	int		ed_lastkey;
	int		ed_hist;	/* entry shown; hist_next: our own */
	char		*ed_own;	/* the line before history was shown */
	char		*ed_kill;	/* what was killed last */
	size_t		ed_killlen;
	bool		ed_killing;	/* the last key was a kill */
	bool		ed_command;	/* vi: command mode */
	int		ed_erase;	/* characters of the terminal */
	int		ed_killchar;
	int		ed_werase;
	int		ed_eof;
	int		ed_intr;
	struct undo	ed_undo[ED_UNDO];
	int		ed_nundo;
};

/* edit.c */
char	*edit_read(const char *, size_t *);
bool	edit_possible(void);
int	edit_key(struct editor *);
enum edit_result edit_emacs(struct editor *, int);
enum edit_result edit_search(struct editor *);
void	edit_complete(struct editor *, bool);
void	edit_paste(struct editor *);
void	edit_history(struct editor *, int);

/* edit_buf.c */
void	ed_insert(struct editor *, const char *, size_t);
void	ed_insert_key(struct editor *, int);
void	ed_delete(struct editor *, size_t, size_t);
void	ed_kill_range(struct editor *, size_t, size_t);
void	ed_set(struct editor *, const char *);
void	ed_save_undo(struct editor *);
void	ed_restore_undo(struct editor *);
size_t	ed_next(const struct editor *, size_t);
size_t	ed_prev(const struct editor *, size_t);
size_t	ed_word_next(const struct editor *, size_t);
size_t	ed_word_prev(const struct editor *, size_t);
size_t	ed_blank_prev(const struct editor *, size_t);

/* edit_draw.c */
void	ed_refresh(struct editor *, const char *);
void	ed_finish_line(struct editor *);
void	ed_clear_screen(struct editor *);
void	ed_start_line(struct editor *);
void	ed_window_size(struct editor *);
void	ed_list(struct editor *, const struct strlist *);
void	ed_beep(void);

/* edit_vi.c */
enum edit_result edit_vi(struct editor *, int);
void	edit_vi_start(void);

/* mail.c */
void	mail_check(void);

/* history.c */
extern int	hist_first;		/* number of the oldest entry */
extern int	hist_next;		/* number that the next entry gets */

void	hist_init(void);
void	hist_add(const char *, size_t);
void	hist_append(const char *, size_t);
void	hist_finish(void);
void	hist_remove_last(void);
const char *hist_get(int);

/* complete.c */
struct completion {
	struct strlist	cp_list;	/* sorted, without duplicates */
	size_t		cp_start;	/* where the text to replace begins */
	char		cp_quote;	/* the quote it is in, or NUL */
	bool		cp_file;	/* they are names of files */
	bool		cp_brace;	/* after ${ */
};

void	complete_word(const char *, size_t, struct completion *);
size_t	complete_common(const struct completion *);
void	complete_quote(struct sbuf *, const char *, size_t, char);

#endif /* !_SH_EDIT_H_ */
