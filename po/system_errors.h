/* SPDX-License-Identifier: MIT */
/*
 * What the C library says of an errno, for the catalogues alone: it ends
 * messages of ours. No file includes this one.
 */
N_("File name too long")
N_("File too large")
N_("Input/output error")
N_("Invalid argument")
N_("Is a directory")
N_("Cannot allocate memory")
N_("No space left on device")
N_("No such file or directory")
N_("Not a directory")
N_("Operation not permitted")
N_("Permission denied")
N_("Read-only file system")
N_("Too many open files")
N_("Address already in use")
N_("Cannot assign requested address")
N_("Disk quota exceeded")
