/** Returns what it is given. */
export class EchoService {
  echo(value: unknown): unknown {
    return value;
  }
}
