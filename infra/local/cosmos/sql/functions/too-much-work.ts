/** Thrown where a query would work for too long; its message becomes the one of a `SqlError`. */
export class TooMuchWork extends Error {
  override readonly name = 'TooMuchWork';
}
