import { fileMalformed } from '../errors.ts';

export interface DecodedText {
  /** UTF-8 without byte order mark. */
  readonly text: Buffer;
  /** `encoding-bom`, `encoding-utf16`, `encoding-ansi` */
  readonly warnings: readonly string[];
}

/**
 * The text in UTF-8, whatever a tool has written: UTF-8 with or without mark, UTF-16 (what `Out-File` of Windows PowerShell
 * writes), or the ANSI code page. Throws Refusal `file-malformed`.
 */
export function decodeText(bytes: Buffer): DecodedText {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return utf8(bytes.subarray(3), ['encoding-bom']);
  if (first === 0xff && second === 0xfe) return utf16(bytes.subarray(2));
  if (first === 0xfe && second === 0xff) return utf16(swapped(bytes.subarray(2)));
  if (second === 0) return utf16(bytes);
  return utf8(bytes, []);
}

function utf8(bytes: Buffer, warnings: readonly string[]): DecodedText {
  if (bytes.includes(0)) throw fileMalformed('It is no text: it holds bytes of zero.');
  if (isUtf8(bytes)) return { text: bytes, warnings };
  const ansi = new TextDecoder('windows-1252').decode(bytes);
  return { text: Buffer.from(ansi), warnings: [...warnings, 'encoding-ansi'] };
}

function utf16(bytes: Buffer): DecodedText {
  const text = Buffer.from(bytes.toString('utf16le'));
  if (text.includes(0)) throw fileMalformed('It is no text: it holds characters of zero.');
  return { text, warnings: ['encoding-utf16'] };
}

function swapped(bytes: Buffer): Buffer {
  if (bytes.length % 2 !== 0) throw fileMalformed('It ends in the middle of a character.');
  return Buffer.from(bytes).swap16();
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
