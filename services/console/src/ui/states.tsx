import {
  Body1,
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Skeleton,
  SkeletonItem,
  tokens,
} from '@fluentui/react-components';
import { Component, type ReactNode, useEffect, useEffectEvent } from 'react';
import { isProblem } from '../api/client.ts';
import { SERVICE_NAMES, SERVICES, type Service } from '../api/services.ts';
import { ASK_AGAIN_MS } from '../api/use-data.ts';
import { texts } from '../texts.ts';

const useStyles = makeStyles({
  lines: { display: 'grid', gap: tokens.spacingVerticalS },
  nothing: { padding: tokens.spacingVerticalXXL, textAlign: 'center', color: tokens.colorNeutralForeground2 },
});

/** What has been asked, and how it stands. */
export interface Asked<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  refetch(): unknown;
}

/**
 * One part of a page in its four states: being asked for, failed, empty, there. A part that fails says what is missing, and
 * what is known already stays on show.
 */
export function Part<T>({
  service,
  asked,
  unreadable = (failure) => failure,
  children,
}: {
  readonly service: Service;
  readonly asked: Asked<T>;
  /** What stands around the word that an answer was none; by default nothing. */
  unreadable?(failure: ReactNode): ReactNode;
  children(data: T): ReactNode;
}) {
  return (
    <>
      {asked.error ? <Failure service={service} error={asked.error} retry={() => void asked.refetch()} /> : null}
      {asked.data !== undefined ? (
        <Readable
          what={() => children(asked.data as T)}
          otherwise={unreadable(<Unreadable service={service} retry={() => void asked.refetch()} />)}
          of={asked.data}
        />
      ) : asked.isPending ? (
        <Waiting />
      ) : null}
    </>
  );
}

/** An answer that is none. It is asked for again, as if none had come. */
function Unreadable({ service, retry }: { readonly service: Service; retry(): void }) {
  const again = useEffectEvent(retry);
  useEffect(() => {
    const timer = setInterval(() => again(), ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  return <Failure service={service} error={undefined} retry={retry} />;
}

interface ReadableProps {
  readonly of: unknown;
  what(): ReactNode;
  readonly otherwise: ReactNode;
}

/** Shows an answer, or what is to be shown when it cannot be read: nothing else of the page goes with it. */
class Readable extends Component<ReadableProps, { readonly of?: unknown; readonly isUnreadable?: boolean }> {
  override state = {};

  static getDerivedStateFromProps({ of }: ReadableProps, state: { readonly of?: unknown }) {
    return state.of === of ? null : { of, isUnreadable: false };
  }

  static getDerivedStateFromError() {
    return { isUnreadable: true };
  }

  override render() {
    const { isUnreadable } = this.state as { readonly isUnreadable?: boolean };
    return isUnreadable ? this.props.otherwise : <Shown what={this.props.what} />;
  }
}

const Shown = ({ what }: Pick<ReadableProps, 'what'>) => what();

export function Waiting() {
  const styles = useStyles();
  return (
    <Skeleton aria-label={texts.loading} className={styles.lines}>
      <SkeletonItem size={24} />
      <SkeletonItem size={24} />
      <SkeletonItem size={24} />
    </Skeleton>
  );
}

export function Failure({
  service,
  error,
  retry,
}: {
  readonly service: Service;
  readonly error: unknown;
  retry(): void;
}) {
  const known = isProblem(error) && error.status < 500;
  return (
    <MessageBar intent={known ? 'error' : 'warning'} layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{SERVICE_NAMES[service]}</MessageBarTitle>{' '}
        {known ? `${error.message} (${error.code})` : texts.unreachable}
        {isProblem(error) && error.correlationId ? ` ${error.correlationId}` : ''}
      </MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={retry}>
          {texts.retry}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}

export interface AskedOf extends Asked<unknown> {
  readonly service: Service;
}

/** Those of several services that did not answer, each named once. */
export function Failures({ asked }: { readonly asked: readonly AskedOf[] }) {
  return SERVICES.map((service) => {
    const failed = asked.filter((each) => each.service === service && each.error);
    const [first] = failed;
    return first ? (
      <Failure
        key={service}
        service={service}
        error={first.error}
        retry={() => {
          for (const each of failed) void each.refetch();
        }}
      />
    ) : null;
  });
}

export function Nothing({ children = texts.nothing }: { readonly children?: ReactNode }) {
  const styles = useStyles();
  return <Body1 className={styles.nothing}>{children}</Body1>;
}
