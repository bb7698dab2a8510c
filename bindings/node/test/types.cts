// The same by require().
import yizhan = require('yizhan');

export const count = (index: yizhan.Index): Promise<number> =>
  index.search('工会').then((results) => results.count);
