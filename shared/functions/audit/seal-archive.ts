import * as z from 'zod';
import { setting } from '../settings/settings.ts';

/** Where seals are kept that nobody can change, not even the service itself. */
export interface SealArchive {
  /** Writes once: what is there already stays as it is. */
  put(name: string, content: string): Promise<void>;
}

export const auditExport = setting(
  'AUDIT_EXPORT_ENDPOINT',
  'Address of a blob container under an immutability policy, to which seals are exported; none are when it is not set.',
  z.url({ protocol: /^https$/, error: 'is no https address' }).optional(),
);

/** Of the storage service; the first that takes Entra tokens on every path used here. */
const API_VERSION = '2024-05-04';

/** A container of Azure's blob storage, opened by a token of the managed identity. */
export function blobArchive(container: string, token: () => Promise<string>, send: typeof fetch = fetch): SealArchive {
  return {
    async put(name, content) {
      const response = await send(`${container}/${name}`, {
        method: 'PUT',
        headers: {
          authorization: `Bearer ${await token()}`,
          'content-type': 'application/json',
          'if-none-match': '*',
          'x-ms-blob-type': 'BlockBlob',
          'x-ms-version': API_VERSION,
        },
        body: content,
      });
      // 409: it is there already, since an earlier run was cut off behind it.
      if (response.ok || response.status === 409) return;
      throw new Error(`The archive answered ${response.status} to ${name}.`);
    },
  };
}
