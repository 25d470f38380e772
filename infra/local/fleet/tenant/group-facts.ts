/** What a caller said when making or changing a group; absent for groups that came with the tenant. */
export interface GroupFacts {
  readonly displayName?: string;
  readonly description?: string;
  readonly mailNickname?: string;
  readonly uniqueName?: string;
  readonly createdAt?: number;
  readonly deletedAt?: number;
}
