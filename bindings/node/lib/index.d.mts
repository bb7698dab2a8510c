// SPDX-License-Identifier: MIT
import * as yizhan from './index.js';
export * from './index.js';
export default yizhan;
