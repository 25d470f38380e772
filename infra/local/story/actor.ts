import type { z } from 'zod';
import type { Json } from '../../../shared/contracts/json.ts';
import type { Stage } from '../driver/stage.ts';

/** Somebody who looks at the product now and then, and does what there is to do. */
export interface Actor {
  readonly name: string;
  /** When they look first, in milliseconds since 1970. */
  readonly first: number;
  /** Given what they have noted so far, null at first. It must bear to be done again: what was noted last may be lost. */
  look(notes: Json): Promise<Looked<Json>>;
}

/** What comes of a look. */
export interface Looked<N extends Json> {
  readonly notes: N;
  /** When they look again, in milliseconds since 1970; undefined: never. */
  readonly next: number | undefined;
}

/** What actors act upon. */
export interface Scene extends Stage {
  readonly tenantId: string;
  /** When the story began, in milliseconds since 1970. */
  readonly start: number;
  /** Tells those who watch what somebody did or saw. */
  tell(who: string, what: string): void;
}

/** An actor whose notes have a form. */
interface NotingActor<N extends Json> extends Omit<Actor, 'look'> {
  readonly notes: z.ZodType<N>;
  /** What they have noted before their first look. */
  readonly blank: N;
  look(notes: N): Promise<Looked<N>>;
}

export function actor<N extends Json>({ notes, blank, look, ...rest }: NotingActor<N>): Actor {
  return { ...rest, look: (noted) => look(noted === null ? blank : notes.parse(noted)) };
}
