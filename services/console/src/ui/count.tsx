import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** Where a list is, and what is wanted of it. */
export interface ListAddress {
  readonly to: string;
  readonly search?: Readonly<Record<string, string>>;
}

/** A number that leads to the very rows it counts. */
export function Count({
  number,
  name,
  className,
  children,
  to,
  search = {},
}: ListAddress & {
  readonly number: number;
  /** For screen readers, when what is shown does not say what is counted. */
  readonly name?: string;
  readonly className?: string;
  /** The number itself, when nothing else is said. */
  readonly children?: ReactNode;
}) {
  return (
    <Link to={to} search={search as never} className={className} aria-label={name} data-number={number}>
      {children ?? number.toLocaleString('en')}
    </Link>
  );
}

/** Numbers that are the length of no list, and why: every other number on a page is a `Count`. */
export function Told({
  as,
  children,
}: {
  readonly as: 'measure' | 'aim' | 'setting' | 'sentence of a service' | 'record';
  readonly children: ReactNode;
}) {
  return <span data-told={as}>{children}</span>;
}
