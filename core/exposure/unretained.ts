import * as z from 'zod';

const described = z.object({
  logGroups: z.array(z.object({ logGroupName: z.string(), retentionInDays: z.int().optional() })),
});

/**
 * Of the log groups of scopes those that keep everything for good, in an answer of DescribeLogGroups.
 *
 * @throws z.ZodError for anything else
 */
export function unretained(logGroups: readonly string[], answer: unknown): string[] {
  return described
    .parse(answer)
    .logGroups.filter(
      ({ logGroupName, retentionInDays }) =>
        retentionInDays === undefined && logGroups.includes(logGroupName),
    )
    .map(({ logGroupName }) => logGroupName);
}
