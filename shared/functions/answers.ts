import type * as z from 'zod';
import type { AnswerStatus, Endpoint } from '../contracts/http/endpoint.ts';
import type { Operation } from '../contracts/http/operations.ts';

export type AnswerHeaders = Readonly<Record<string, string>>;

/** An answer with a JSON body. */
export interface BodyAnswer<S extends AnswerStatus, B> {
  readonly kind: 'body';
  readonly status: S;
  readonly body: B;
  readonly headers?: AnswerHeaders;
}
export interface NotModified {
  readonly kind: 'not-modified';
  readonly etag: string;
}
/** 200 with a bare text, for those who want their own words back. */
export interface TextAnswer {
  readonly kind: 'text';
  readonly text: string;
}
/** All rows of a list with all columns; made into text while it is sent. */
export interface CsvAnswer {
  readonly kind: 'csv';
  readonly columns: readonly string[];
  readonly rows: Iterable<CsvRow> | AsyncIterable<CsvRow>;
  readonly fileName: string;
}
export type CsvRow = Readonly<Record<string, unknown>>;

/** What a handler of this endpoint may answer: a status of its table with that status's body. */
export type Answer<E extends Endpoint> =
  | {
      [S in AnswerStatus & keyof E['answers']]: BodyAnswer<S, BodyOf<E['answers'][S]>>;
    }[AnswerStatus & keyof E['answers']]
  | (E extends { text: true } ? TextAnswer : never)
  | (E['method'] extends 'GET' ? NotModified : never)
  | (E extends { csv: true } ? CsvAnswer : never);

/** Whatever any handler may answer. */
export type AnyAnswer = BodyAnswer<AnswerStatus, unknown> | TextAnswer | NotModified | CsvAnswer;

type BodyOf<T> = T extends z.ZodType ? DeepReadonly<z.input<T>> : never;

type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Field in keyof T]: DeepReadonly<T[Field]> }
    : T;

/** 200 with the body; the ETag is what an update quotes in `If-Match`. */
export const ok = <B>(body: B, headers: { etag?: string } = {}): BodyAnswer<200, B> => ({
  kind: 'body',
  status: 200,
  body,
  headers: { ...headers },
});

/** 201 with what was created and where it is. */
export const created = <B>(body: B, { location, etag }: { location: string; etag?: string }): BodyAnswer<201, B> => ({
  kind: 'body',
  status: 201,
  body,
  headers: { location, ...(etag && { etag }) },
});

/** 202: the work goes on, and the operation tells how far it is. */
export const accepted = (operation: Operation, location: string): BodyAnswer<202, Operation> => ({
  kind: 'body',
  status: 202,
  body: operation,
  headers: { location },
});

export const noContent = (): BodyAnswer<204, undefined> => ({
  kind: 'body',
  status: 204,
  body: undefined,
});

export const plainText = (text: string): TextAnswer => ({ kind: 'text', text });

export const notModified = (etag: string): NotModified => ({
  kind: 'not-modified',
  etag,
});

export const csv = (answer: Omit<CsvAnswer, 'kind'>): CsvAnswer => ({
  kind: 'csv',
  ...answer,
});
