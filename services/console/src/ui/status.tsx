import { Badge, type BadgeProps } from '@fluentui/react-components';

const COLOURS: Readonly<Record<string, BadgeProps['color']>> = {
  ...Object.fromEntries(
    [
      'active',
      'healthy',
      'up-to-date',
      'open',
      'confirmed',
      'registered',
      'succeeded',
      'approved',
      'used',
      'completed',
      'replayed',
      'resolved',
      'ready-for-user',
    ].map((word) => [word, 'success']),
  ),
  ...Object.fromEntries(
    ['registration-failed', 'unhealthy', 'failed', 'held', 'incident', 'high', 'rejected', 'A'].map((word) => [
      word,
      'danger',
    ]),
  ),
  ...Object.fromEntries(
    [
      'registration-pending',
      'below',
      'in-progress',
      'medium',
      'B',
      'waiting-for-approval',
      'contained',
      'not-reachable',
    ].map((word) => [word, 'warning']),
  ),
};

/** A state, in its own word and in a colour that only repeats it. */
export function Status({ of }: { readonly of: string | null | undefined }) {
  if (!of) return null;
  return (
    <Badge appearance="tint" style={{ alignSelf: 'start' }} color={COLOURS[of] ?? 'informative'}>
      {of.replaceAll('-', ' ')}
    </Badge>
  );
}
