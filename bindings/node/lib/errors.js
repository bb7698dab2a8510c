// SPDX-License-Identifier: MIT
// An error of the library: a class for each status, with the place.
'use strict';

class YizhanError extends Error {
  constructor(status, code, message, place) {
    super(message);
    this.status = status;
    this.code = code;
    Object.assign(this, place);
  }
}
Object.defineProperty(YizhanError.prototype, 'name', {
  value: 'YizhanError', configurable: true, writable: true,
});

// By status, from -1 on, as yz_status in yizhan.h.
const STATUSES = [
  ['YZ_E_NOMEM', 'MemoryError'],
  ['YZ_E_INVALID', 'InvalidError'],
  ['YZ_E_ABI', 'AbiError'],
  ['YZ_E_IO', 'SystemError'],
  ['YZ_E_NOT_FOUND', 'NotFoundError'],
  ['YZ_E_BUSY', 'BusyError'],
  ['YZ_E_FULL', 'FullError'],
  ['YZ_E_READ_ONLY', 'ReadOnlyError'],
  ['YZ_E_CORRUPT', 'CorruptError'],
  ['YZ_E_FORMAT_OLD', 'FormatOldError'],
  ['YZ_E_FORMAT_NEW', 'FormatNewError'],
  ['YZ_E_PROFILE', 'ProfileError'],
  ['YZ_E_SYNTAX', 'QuerySyntaxError'],
  ['YZ_E_SOURCE', 'SourceError'],
  ['YZ_E_LIMIT', 'LimitError'],
  ['YZ_E_CANCELLED', 'CancelledError'],
  ['YZ_E_UNSUPPORTED', 'UnsupportedError'],
];

function errorClass(name) {
  const made = { [name]: class extends YizhanError {} }[name];
  Object.defineProperty(made.prototype, 'name', {
    value: name, configurable: true, writable: true,
  });
  return made;
}

const classes = STATUSES.map(([, name]) => errorClass(name));

function makeError(status, message, offset, line, column, errno) {
  const i = -status - 1;
  const Class = classes[i] || YizhanError;
  const code = i < STATUSES.length ? STATUSES[i][0] : 'YZ_E_UNKNOWN';
  return new Class(status, code, message, { offset, line, column, errno });
}

module.exports = {
  YizhanError,
  makeError,
  ...Object.fromEntries(STATUSES.map(([, name], i) => [name, classes[i]])),
};
