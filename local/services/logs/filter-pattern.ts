import { AwsError } from '../../aws/types.ts';

/**
 * Reads an unstructured filter pattern: every plain or quoted term must occur, `?term` makes alternatives, `-term`
 * must not occur. Patterns over JSON, columns and regular expressions are not played.
 */
export function filterPattern(pattern: string): (message: string) => boolean {
  const trimmed = pattern.trim();
  if (/^[{[%]/.test(trimmed)) {
    throw new AwsError('InvalidParameterException', 'Only filter patterns made of terms are played here.');
  }
  const terms = [...trimmed.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map(
    ([, sign, quoted, plain]) => ({
      sign,
      text: quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '',
    }),
  );
  const required = terms.filter(({ sign }) => sign === '');
  const alternatives = terms.filter(({ sign }) => sign === '?');
  const excluded = terms.filter(({ sign }) => sign === '-');
  return (message) =>
    required.every(({ text }) => message.includes(text)) &&
    (alternatives.length === 0 || alternatives.some(({ text }) => message.includes(text))) &&
    !excluded.some(({ text }) => message.includes(text));
}
