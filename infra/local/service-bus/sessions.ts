import type { Alarm } from '../clock/clock.ts';
import { deadlines } from './deadlines.ts';
import type { Session } from './entry.ts';
import { ServiceBusError, sessionLockLost } from './errors.ts';

export interface Sessions {
  /** Takes the lock of one session, which may be empty. */
  accept(id: string): Session;
  /** Takes the lock of a session that has messages and no holder. */
  acceptNext(): Session | undefined;
  /** Hands over the next such session as soon as there is one. Returns what ends the waiting. */
  awaitNext(accepted: (session: Session) => void): () => void;
  renew(session: Session): number;
  release(session: Session): void;
  /** The session held under that id. */
  held(id: string): Session;
  state(id: string): Buffer | undefined;
  setState(id: string, state: Buffer | undefined): void;
  restoreState(id: string, state: Buffer): void;
  /** Ids of the sessions that have messages or a state. */
  ids(): string[];
  messagesArrived(id: string): void;
  close(): void;
}

interface SessionPorts {
  readonly wall: Alarm;
  readonly lockDuration: number;
  hasMessages(id: string): boolean;
  /** The session's lock is gone: its messages go back. */
  released(session: Session): void;
  expired(): void;
  saveState(id: string, state: Buffer | undefined): void;
}

export function createSessions(ports: SessionPorts): Sessions {
  const holders = new Map<string, Session>();
  const states = new Map<string, Buffer>();
  /** Sessions that may have messages and have no holder, longest waiting first. */
  const available = new Set<string>();
  const waiting = new Set<(session: Session) => void>();
  const expiring = deadlines<Session>(ports.wall, (session) => {
    leave(session);
    session.lost?.();
    ports.expired();
  });

  function hold(id: string): Session {
    const session: Session = {
      id,
      lockedUntil: ports.wall.now() + ports.lockDuration,
      locks: new Set(),
      lost: undefined,
    };
    available.delete(id);
    holders.set(id, session);
    expiring.set(session, session.lockedUntil);
    return session;
  }

  function acceptNext(): Session | undefined {
    for (const id of available) {
      if (ports.hasMessages(id)) return hold(id);
      available.delete(id);
    }
    return undefined;
  }

  function leave(session: Session): void {
    expiring.delete(session);
    ports.released(session);
    holders.delete(session.id); // only now: the next holder must find all of the session's messages back
    offer(session.id);
  }

  function offer(id: string): void {
    if (holders.has(id)) return;
    available.add(id);
    for (const accepted of waiting) {
      const session = acceptNext();
      if (!session) return;
      waiting.delete(accepted);
      accepted(session);
    }
  }

  function held(id: string): Session {
    const session = holders.get(id);
    if (!session || session.lockedUntil <= ports.wall.now()) throw sessionLockLost(id);
    return session;
  }

  return {
    acceptNext,
    held,
    accept(id) {
      if (!holders.has(id)) return hold(id);
      throw new ServiceBusError(
        'com.microsoft:session-cannot-be-locked',
        `The requested session '${id}' cannot be accepted. It may be locked by another receiver.`,
      );
    },
    awaitNext(accepted) {
      waiting.add(accepted);
      return () => void waiting.delete(accepted);
    },
    renew(session) {
      held(session.id);
      session.lockedUntil = ports.wall.now() + ports.lockDuration;
      for (const lock of session.locks) lock.lockedUntil = session.lockedUntil;
      expiring.set(session, session.lockedUntil);
      return session.lockedUntil;
    },
    release(session) {
      if (holders.get(session.id) === session) leave(session);
    },
    state: (id) => states.get(id),
    setState(id, state) {
      if (state) states.set(id, state);
      else states.delete(id);
      ports.saveState(id, state);
    },
    restoreState: (id, state) => void states.set(id, state),
    ids: () => [...new Set([...available, ...holders.keys()].filter(ports.hasMessages).concat([...states.keys()]))],
    messagesArrived: offer,
    close() {
      expiring.close();
      waiting.clear();
    },
  };
}
