import { describe, expect, it } from 'vitest';
import { synthesized } from './synthesized.ts';

const allowed = synthesized().allowed('FunctionsAuditRole');
const on = (service: string) => allowed.filter(({ action }) => action.startsWith(`${service}:`));

describe('the function that answers auditors', () => {
  it('E39 reads the tables of the evidence and no others, and makes none, whatever a statement says', () => {
    const glue = on('glue');
    expect([...new Set(glue.map(({ action }) => action))].sort()).toEqual([
      'glue:GetDatabase',
      'glue:GetPartitions',
      'glue:GetTable',
      'glue:GetTables',
    ]);
    for (const { resource } of glue)
      expect(resource).toMatch(/:catalog$|:database\/vitrine$|:table\/vitrine\/\w+$/);
    for (const { resource } of on('athena')) expect(resource).toMatch(/:workgroup\/Vitrine-audit$/);
    expect(on('lambda')).toEqual([]);
  });

  it('E39 puts results into their bucket and events into theirs, and nothing anywhere else', () => {
    const puts = on('s3').filter(({ action }) => /^s3:(Put|Delete|Abort)/.test(action));
    expect(
      puts.map(({ action, resource }) => `${action} ${resource.replace(/[0-9A-F]{8}/g, '')}`).sort(),
    ).toEqual([
      's3:AbortMultipartUpload <AuditLakeResults.Arn>/*',
      's3:PutObject <AuditLakeResults.Arn>/*',
      's3:PutObject <EvidenceBucket.Arn>/events/*',
    ]);
  });

  it('E30 finds lines of the functions’ own logs, and neither reads others nor lifts the mask of a secret', () => {
    const logs = on('logs');
    expect([...new Set(logs.map(({ action }) => action))].sort()).toEqual([
      'logs:CreateLogStream',
      'logs:FilterLogEvents',
      'logs:PutLogEvents',
    ]);
    for (const { resource } of logs) expect(resource).toMatch(/^<Functions\w+Log[0-9A-F]{8}\.Arn>$/);
  });
});
