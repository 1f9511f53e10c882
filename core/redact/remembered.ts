/** More names than a service logs; then all are forgotten, which costs little. */
const most = 1_024;

/** A longer name is seldom met twice. */
const longest = 96;

/** Remembers what has been told of names: the lines of a log have the same ones again and again. */
export function remembered<T>(tell: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const told = tell(name);
    if (name.length <= longest) {
      if (known.size >= most) known.clear();
      known.set(name, told);
    }
    return told;
  };
}
