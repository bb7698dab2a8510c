/* SPDX-License-Identifier: MIT */
/*
 * What a report's passages have from the file that they come from.
 */
#ifndef YZ_SOURCE_REPORT_ORIGIN_H
#define YZ_SOURCE_REPORT_ORIGIN_H

#include "core/report/report.h"

/**
 * Give all passages the report's name, the file's path and its encoding
 * (UTF-8: none), copied into the report's arena.
 */
yz_status
report_set_origin(yz_report *report, yz_str encoding, yz_str name, yz_str path,
                  yz_error *err);

/**
 * Where the first passage has no date, give all of them the one that the path
 * names, if it names one.
 */
yz_status
report_set_date_of_name(yz_report *report, yz_str path, yz_error *err);

#endif /* YZ_SOURCE_REPORT_ORIGIN_H */
