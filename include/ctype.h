/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _CTYPE_H_
#define	_CTYPE_H_

#include <sys/cdefs.h>
#include <xlocale/_locale.h>

/* Classes of a character, in __ctype_table. */
#define	_CTYPE_U	0x0001	/* upper case */
#define	_CTYPE_L	0x0002	/* lower case */
#define	_CTYPE_D	0x0004	/* decimal digit */
#define	_CTYPE_S	0x0008	/* white space */
#define	_CTYPE_P	0x0010	/* punctuation */
#define	_CTYPE_C	0x0020	/* control */
#define	_CTYPE_X	0x0040	/* hexadecimal digit */
#define	_CTYPE_B	0x0080	/* blank */
#define	_CTYPE_G	0x0100	/* the space: printable but not graphic */

__BEGIN_DECLS
extern const unsigned short __ctype_table[1 + 256];
extern const short __tolower_table[1 + 256];
extern const short __toupper_table[1 + 256];

int	digittoint(int);
int	isalnum(int);
int	isalpha(int);
int	isascii(int);
int	isblank(int);
int	iscntrl(int);
int	isdigit(int);
int	isgraph(int);
int	islower(int);
int	isprint(int);
int	ispunct(int);
int	isspace(int);
int	isupper(int);
int	isxdigit(int);
int	toascii(int);
int	tolower(int);
int	toupper(int);

int	isalnum_l(int, locale_t);
int	isalpha_l(int, locale_t);
int	isblank_l(int, locale_t);
int	iscntrl_l(int, locale_t);
int	isdigit_l(int, locale_t);
int	isgraph_l(int, locale_t);
int	islower_l(int, locale_t);
int	isprint_l(int, locale_t);
int	ispunct_l(int, locale_t);
int	isspace_l(int, locale_t);
int	isupper_l(int, locale_t);
int	isxdigit_l(int, locale_t);
int	tolower_l(int, locale_t);
int	toupper_l(int, locale_t);
__END_DECLS

#ifndef __cplusplus
#define	__ctype_is(c, mask)	(__ctype_table[1 + (int)(c)] & (mask))

#define	isalnum(c)	__ctype_is(c, _CTYPE_U | _CTYPE_L | _CTYPE_D)
#define	isalpha(c)	__ctype_is(c, _CTYPE_U | _CTYPE_L)
#define	isblank(c)	__ctype_is(c, _CTYPE_B)
#define	iscntrl(c)	__ctype_is(c, _CTYPE_C)
#define	isdigit(c)	__ctype_is(c, _CTYPE_D)
#define	isgraph(c)	__ctype_is(c, _CTYPE_U | _CTYPE_L | _CTYPE_D | _CTYPE_P)
#define	islower(c)	__ctype_is(c, _CTYPE_L)
#define	isprint(c)							\
	__ctype_is(c, _CTYPE_U | _CTYPE_L | _CTYPE_D | _CTYPE_P | _CTYPE_G)
#define	ispunct(c)	__ctype_is(c, _CTYPE_P)
#define	isspace(c)	__ctype_is(c, _CTYPE_S)
#define	isupper(c)	__ctype_is(c, _CTYPE_U)
#define	isxdigit(c)	__ctype_is(c, _CTYPE_X)
#define	tolower(c)	((int)__tolower_table[1 + (int)(c)])
#define	toupper(c)	((int)__toupper_table[1 + (int)(c)])
#define	isascii(c)	(((c) & ~0x7f) == 0)
#define	toascii(c)	((c) & 0x7f)
#endif

#endif /* !_CTYPE_H_ */
