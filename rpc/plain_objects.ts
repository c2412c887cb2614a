/** Whether an object is nothing but its properties. */
export function isPlainObject(object: object): boolean {
  const prototype = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null;
}

/** Gives an object a property of its own, even one called `__proto__`. */
export function defineProperty(
  object: object,
  name: string,
  value: unknown,
): void {
  Object.defineProperty(object, name, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}
