/**
 * Orders texts so that runs of digits count as numbers: by length, then by value; everything else by character. A text that
 * begins another comes before it. (CWL_QuerySyntax-Sort, "natural sort order".)
 */
export function naturalOrder(left: string, right: string): number {
  let a = 0;
  let b = 0;
  while (a < left.length && b < right.length) {
    const leftRun = digitsAt(left, a);
    const rightRun = digitsAt(right, b);
    const difference =
      leftRun !== '' && rightRun !== ''
        ? leftRun.length - rightRun.length || byCharacter(leftRun, rightRun)
        : left.charCodeAt(a) - right.charCodeAt(b);
    if (difference !== 0) return difference;
    a += leftRun.length || 1;
    b += rightRun.length || 1;
  }
  return left.length - a - (right.length - b);
}

const digits = /\d*/y;

function digitsAt(text: string, at: number): string {
  digits.lastIndex = at;
  return digits.exec(text)?.[0] ?? '';
}

function byCharacter(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
