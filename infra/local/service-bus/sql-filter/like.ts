/**
 * SQL LIKE: `%` stands for any text, `_` for one character. Takes time in proportion to both lengths at worst: it goes
 * back to the last `%` alone, because whatever an earlier one could give up, the last one can take.
 */
export function matchesLike(text: string, pattern: string, escapeCharacter: string | undefined): boolean {
  const wanted = parts(pattern, escapeCharacter);
  const characters = [...text];
  let at = 0;
  let part = 0;
  let retry: { part: number; at: number } | undefined;
  while (at < characters.length) {
    const current = wanted[part];
    if (current === ANY_TEXT) {
      retry = { part: part + 1, at };
      part++;
    } else if (current === ANY_CHARACTER || current === characters[at]) {
      part++;
      at++;
    } else if (retry) {
      retry.at++;
      ({ part, at } = retry);
    } else return false;
  }
  return wanted.slice(part).every((rest) => rest === ANY_TEXT);
}

const ANY_TEXT = Symbol('%');
const ANY_CHARACTER = Symbol('_');

function parts(pattern: string, escapeCharacter: string | undefined): (string | symbol)[] {
  const found: (string | symbol)[] = [];
  let isEscaped = false;
  for (const character of pattern) {
    if (!isEscaped && character === escapeCharacter) {
      isEscaped = true;
      continue;
    }
    found.push(isEscaped ? character : ({ '%': ANY_TEXT, _: ANY_CHARACTER }[character] ?? character));
    isEscaped = false;
  }
  return found;
}
