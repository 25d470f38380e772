import * as z from 'zod';

const NIL_GUID = '00000000-0000-0000-0000-000000000000';

/** A text of Graph; null where it says nothing, for which empty texts and GUIDs of zeros stand too. */
export const graphText = z
  .string()
  .nullish()
  .transform((value) => (value && value !== NIL_GUID ? value : null));
