/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Tokens, words and the grammar; see lexer.c, word.c and parser.c.
 */

#ifndef _SH_PARSER_H_
#define _SH_PARSER_H_

#include "ast.h"

enum token {
	T_NONE, T_EOF, T_NEWLINE, T_WORD, T_IONUMBER, T_REDIR,
	T_SEMI, T_DSEMI, T_SEMIAMP, T_AMP, T_AND, T_PIPE, T_OR,
	T_LPAREN, T_RPAREN
};

enum keyword {
	K_NONE, K_BANG, K_CASE, K_DO, K_DONE, K_ELIF, K_ELSE, K_ESAC, K_FI,
	K_FOR, K_IF, K_IN, K_LBRACE, K_RBRACE, K_THEN, K_UNTIL, K_WHILE
};

struct heredoc {
	struct heredoc	*hd_next;
	struct redir	*hd_redir;
};

/* The state of one parse; a command substitution has one of its own. */
struct parser {
	enum token	ps_tok;		/* T_NONE: none read yet */
	enum redir_op	ps_redir;	/* T_REDIR */
	int		ps_fd;		/* T_IONUMBER */
	int		ps_line;	/* where the token began */
	struct word	*ps_word;	/* T_WORD, T_IONUMBER */
	bool		ps_alias;	/* this word may be an alias */
	struct heredoc	*ps_heredocs;	/* bodies that are still to come */
	struct heredoc	**ps_heretail;
};

extern struct parser	ps;
extern struct arena	*ps_arena;

/* parser.c */
enum parse_result {
	PARSE_EOF, PARSE_EMPTY, PARSE_TREE
};

enum parse_result parse_complete(struct arena *, struct node **);
struct node *parse_substitution(bool);
void	parse_error(const char *, ...) SH_NORETURN SH_PRINTF(1, 2);
void	parse_unexpected(void) SH_NORETURN;
void	parse_reset(void);

/* lexer.c */
enum token lex_peek(void);
void	lex_accept(void);
int	lex_getc(void);
enum keyword lex_keyword(const struct word *);
const char *lex_keyword_name(enum keyword);
const char *lex_literal(const struct word *);
void	lex_heredoc_add(struct redir *);
void	lex_heredocs_adopt(struct parser *);
bool	lex_substitute_alias(void);

/* word.c */
enum wmode {
	WM_PLAIN,		/* ends at a blank or an operator */
	WM_BRACE,		/* ends at }, quoting as outside of quotes */
	WM_DQUOTE,		/* ends at " */
	WM_DQBRACE,		/* ends at }, inside double quotes */
	WM_HEREDOC,		/* ends with the text; " is ordinary */
	WM_ARITH		/* ends with the text; " is removed */
};

struct word *word_read(enum wmode);
struct word *word_from_text(const char *, size_t, int, enum wmode);
struct word *word_quoted(const char *, size_t);
void	word_read_delimiter(struct redir *);
void	word_mark_tildes(struct word *);
bool	word_split_assignment(struct word *);

#endif /* !_SH_PARSER_H_ */
