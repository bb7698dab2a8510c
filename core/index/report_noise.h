/* SPDX-License-Identifier: MIT */
/*
 * How noisy a report is: the marks of noise in all its live passages, and how
 * long these are. Only sums of what is stored a passage go into it, so it is
 * the same however the passages came into their segments.
 */
#ifndef YZ_INDEX_REPORT_NOISE_H
#define YZ_INDEX_REPORT_NOISE_H

#include "core/index/snapshot.h"

/** More than two marks a thousand ideographs: an engine read that. */
bool
noise_is_high(noise_sum noise);

/** The noise of one live passage alone. */
yz_status
passage_noise(segment *s, uint32_t passage, noise_sum *ret_noise,
              yz_error *err);

/**
 * The noise of the report that a live passage belongs to: of what a source gave
 * under its name. That stands together, or is all that the source of that name
 * gave. What was found last is remembered.
 */
yz_status
report_noise(yz_snapshot *snapshot, segment *s, uint32_t passage,
             noise_sum *ret_noise, yz_error *err);

#endif /* YZ_INDEX_REPORT_NOISE_H */
