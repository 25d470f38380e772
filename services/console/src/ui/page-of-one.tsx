import type { ReactNode } from 'react';
import type { Service } from '../api/services.ts';
import { Page } from './page.tsx';
import { type Asked, Part } from './states.tsx';

/** A page about one thing. While its service is silent, the page has the name of its kind, and what others know of the thing. */
export function PageOfOne<T>({
  kind,
  service,
  asked,
  beside,
  children,
}: {
  readonly kind: string;
  readonly service: Service;
  readonly asked: Asked<T>;
  /** What is known without it. */
  readonly beside?: ReactNode;
  children(found: T): ReactNode;
}) {
  const framed = (part: ReactNode) => (
    <Page title={kind}>
      {part}
      {beside}
    </Page>
  );
  const part = (
    <Part service={service} asked={asked} unreadable={framed}>
      {children}
    </Part>
  );
  return asked.data === undefined ? framed(part) : part;
}
