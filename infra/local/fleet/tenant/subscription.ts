/** Somebody wants to be told of changes. Times are milliseconds since 1970. */
export interface Subscription {
  readonly app: string;
  readonly resource: string;
  readonly changeTypes: readonly ('created' | 'updated' | 'deleted')[];
  readonly notificationUrl: string;
  readonly lifecycleNotificationUrl: string | null;
  readonly clientState: string | null;
  readonly expiresAt: number;
  readonly latestSupportedTlsVersion: string;
}
