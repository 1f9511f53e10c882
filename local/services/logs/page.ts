import { AwsError } from '../../aws/types.ts';
import { type Input, integer, optionalText } from '../wire/input.ts';

/** CloudWatch Logs answers at most 10,000 of anything at once. */
export const MAX_PAGE = 10_000;

/** One page of `items`, as large as the request's limit field says; the token is the position of the next one. */
export function paged<T>(
  items: readonly T[],
  input: Input,
  limitField: { name: string; otherwise: number },
): { page: T[]; nextToken: { nextToken?: string } } {
  const token = optionalText(input, 'nextToken') ?? '0';
  if (!/^\d{1,9}$/.test(token))
    throw new AwsError('InvalidParameterException', 'The nextToken is not valid.');
  const start = Number(token);
  const { name, otherwise } = limitField;
  const end = start + integer(input, name, { min: 1, max: MAX_PAGE, otherwise });
  return { page: items.slice(start, end), nextToken: end < items.length ? { nextToken: String(end) } : {} };
}
