import type { Connection, Delivery, link, Session } from 'rhea';
import type { Typed } from './types.ts';

/*
 * rhea is made for clients. A broker must see and steer more than its public surface shows, and this is all that it
 * uses: the parts have been the same in all of rhea 3.
 */

export interface Frame {
  readonly channel: number;
  readonly payload?: Buffer;
  readonly performative: Record<string, unknown> & { readonly value: (Typed | undefined)[] };
}

export interface PeerSession extends Omit<Session, 'connection'> {
  readonly outgoing: Outgoing;
  readonly incoming: { process(session: PeerSession): void };
  readonly connection: PeerConnection;
  readonly links: Readonly<Record<string, PeerLink>>;
  on_attach(frame: Frame): void;
  on_transfer(frame: Frame): void;
  on_disposition(frame: Frame): void;
}

interface Outgoing {
  readonly next_delivery_id: number;
  readonly next_pending_delivery: number;
  readonly deliveries: { by_id(id: number): PeerDelivery | undefined };
  available(): number;
  process(session: PeerSession): void;
}

export interface PeerLink extends link {
  readonly session: PeerSession;
  readonly connection: PeerConnection;
  readonly state: { local_open: boolean; open_requests: number };
  readonly local: {
    readonly attach: Record<
      'source' | 'target' | 'snd_settle_mode' | 'rcv_settle_mode' | 'max_message_size' | 'properties',
      unknown
    >;
  };
  credit: number;
  delivery_count: number;
  _draining: boolean;
  _drained: boolean;
  _get_drain(): boolean;
  set_drained(drained: boolean): void;
  send(bytes: Buffer, tag: Buffer, format: number): PeerDelivery;
}

export interface PeerDelivery extends Omit<Delivery, 'link' | 'settled' | 'remote_settled' | 'update'> {
  readonly link: PeerLink;
  settled: boolean;
  remote_settled: boolean;
  update(settled: boolean | undefined, state?: Typed): void;
}

export interface PeerConnection extends Connection {
  input(chunk: Buffer): void;
  accept(socket: import('node:net').Socket): void;
  readonly frame_size: number | undefined;
  _register(): void;
  _disconnected(): void;
}
