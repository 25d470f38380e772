/** The registration of a device with the tenant. */
export interface Import {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly device: number;
}
