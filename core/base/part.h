/* SPDX-License-Identifier: MIT */
/*
 * Parts: libraries of this project that are loaded at run time, for what needs
 * the libraries of others, so that who does without need not have them.
 */
#ifndef YZ_BASE_PART_H
#define YZ_BASE_PART_H

/**
 * A function that a part exports; it stays loaded. It is looked for beside this
 * library, in ../lib, and where the system looks.
 * @param name  such as "formats": libyizhan-formats
 * @return NULL: the part is not there
 */
void *
part_symbol(const char *name, const char *symbol);

#endif /* YZ_BASE_PART_H */
