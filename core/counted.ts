/** `1 entry`, `4,711 entries`: a number and what there are so many of. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
