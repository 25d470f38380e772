import { refuse } from '../problems.ts';

const MAX_DEPTH = 32;

/** Parses a request's text: nesting is bounded before anything is built, and keys that reach prototypes are refused. */
export function parseJson(text: string): unknown {
  if (depthOf(text) > MAX_DEPTH) throw refuse('json-too-deep', `JSON may be nested ${MAX_DEPTH} levels deep.`);
  return JSON.parse(text, refusePrototypes) as unknown;
}

/** Reads a JSON body, as `parseJson` does, from UTF-8 bytes. */
export function parseJsonBytes(bytes: Uint8Array): unknown {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError)
      throw refuse('json-malformed', 'The body is not well-formed JSON in UTF-8.');
    throw error;
  }
}

/** The deepest nesting of brackets outside strings; for text that is not JSON merely a number. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth--;
  }
  return deepest;
}

function refusePrototypes(key: string, value: unknown): unknown {
  if (key === '__proto__') throw refuse('json-malformed', 'The key __proto__ is not accepted.');
  return value;
}
