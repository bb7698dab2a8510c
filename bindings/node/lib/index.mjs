// SPDX-License-Identifier: MIT
// The same objects as by require(): one addon, one set of classes.
import yizhan from './index.js';

export const {
  open, versions, Index, Writer, Hit, Passage, Results, Snippet,
  YizhanError, MemoryError, InvalidError, AbiError, SystemError, NotFoundError,
  BusyError, FullError, ReadOnlyError, CorruptError, FormatOldError,
  FormatNewError, ProfileError, QuerySyntaxError, SourceError, LimitError,
  CancelledError, UnsupportedError,
} = yizhan;
export default yizhan;
