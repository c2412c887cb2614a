/** The same names, those that were there before with a number: `"a"`, `"a (2)"`. */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set(names);
  const given = new Set<string>();
  return names.map((name) => {
    let distinct = name;
    for (let number = 2; given.has(distinct); number++) {
      const numbered = `${name} (${number})`;
      if (!taken.has(numbered)) distinct = numbered;
    }
    given.add(distinct);
    taken.add(distinct);
    return distinct;
  });
}
