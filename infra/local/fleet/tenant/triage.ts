/** What people made of an alert or an incident; absent properties are as the product of Microsoft left them. */
export interface Triage {
  readonly status?: string;
  readonly classification?: string;
  readonly determination?: string;
  readonly assignedTo?: string | null;
  readonly comments: readonly Comment[];
  /** Milliseconds since 1970. */
  readonly updatedAt: number;
}

export interface Comment {
  readonly text: string;
  readonly by: string;
  readonly time: number;
}
