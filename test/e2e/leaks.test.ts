import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetExecutionHistoryCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plantedSecrets } from '../../local/sample/application.ts';
import { look, open } from '../support/grants.ts';
import { outputOf, type Site, startSite } from '../support/running-stack.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.close());

const secrets = plantedSecrets();
const leakedIn = (text: string) => secrets.filter((secret) => text.includes(secret));

const queries = [
  'fields @timestamp, @message | sort @timestamp desc | limit 1000',
  'fields @message | filter @message like /ERROR/ | limit 1000',
  'fields @timestamp, level, email, user.email, password, token | limit 1000',
  'stats count(*) by @message',
  'stats count(*) by email',
];

describe('no secret of the sample logs', () => {
  it('is in any response, event, log line, or workflow history', async () => {
    expect(secrets.length).toBeGreaterThan(5);
    const request = await open(site, { submission: { reason: `looking for ${secrets[0]} in the logs` } });
    const alice = await site.client('alice');
    let rows = 0;
    for (const query of queries) {
      const page = await look(alice, request.id, query, 3);
      rows += page.rows.length;
      expect(leakedIn(JSON.stringify(page)), query).toEqual([]);
    }
    expect(rows).toBeGreaterThan(100);
    expect(leakedIn(JSON.stringify(await site.evidence()))).toEqual([]);
    expect(leakedIn(await site.logLines())).toEqual([]);
    expect(leakedIn(await history())).toEqual([]);
  });

  it('would be found: the raw logs of the same hours are full of them', async () => {
    const logs = new CloudWatchLogsClient(site.stack.clientConfig());
    const page = await logs.send(new FilterLogEventsCommand({ logGroupName: '/checkout/api' }));
    const raw = (page.events ?? []).map(({ message }) => message).join('\n');
    expect(leakedIn(raw).length).toBeGreaterThan(5);
  });
});

async function history(): Promise<string> {
  const sfn = new SFNClient(site.stack.clientConfig());
  const { executions = [] } = await sfn.send(
    new ListExecutionsCommand({ stateMachineArn: outputOf(site.stack, 'StateMachineArn') }),
  );
  const histories = executions.map(({ executionArn }) =>
    sfn.send(new GetExecutionHistoryCommand({ executionArn, includeExecutionData: true })),
  );
  return JSON.stringify(await Promise.all(histories));
}
