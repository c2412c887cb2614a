/** Thrown by every assertion that fails. */
export class AssertionError extends Error {
  /** Creates the error of a failed assertion. */
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AssertionError";
  }
}
