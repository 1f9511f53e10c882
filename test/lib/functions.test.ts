import { describe, expect, it } from 'vitest';
import { type FunctionName, functionEnvironment } from '../../contract/environment.ts';
import { functionNames } from '../../lib/bundle.ts';
import { synthesized } from './synthesized.ts';

const stack = synthesized({ retention: { logDays: 90 } });

const idOf = (name: FunctionName) => `Functions${name.charAt(0).toUpperCase()}${name.slice(1)}`;
const propertiesOf = (name: FunctionName) =>
  stack.one('AWS::Lambda::Function', `${idOf(name)}Function`).Properties;
const tables = (name: FunctionName) =>
  stack
    .allowed(`${idOf(name)}Role`)
    .filter(({ action }) => action.startsWith('dynamodb:'))
    .map(
      ({ action, resource }) =>
        `${resource.replace(/^<Storage(\w+)[0-9A-F]{8}\.Arn>/, '$1')} ${action.replace('dynamodb:', '')}`,
    );

describe.each(functionNames)('the function %s', (name) => {
  it('is told the variables of its list and no others', () => {
    const { Variables } = propertiesOf(name)['Environment'] as { Variables: Record<string, unknown> };
    expect(Object.keys(Variables).sort()).toEqual(
      [
        ...functionEnvironment[name],
        'NODE_OPTIONS',
        'POWERTOOLS_SERVICE_NAME',
        'POWERTOOLS_METRICS_NAMESPACE',
      ].sort(),
    );
    expect(Variables['POWERTOOLS_SERVICE_NAME']).toBe(`vitrine-${name}`);
  });

  it('runs on Node 24 with traces and a log group of its own', () => {
    expect(propertiesOf(name)).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      TracingConfig: { Mode: 'Active' },
      MemorySize: { results: 1024, reconcile: 1769 }[name as string] ?? 512,
    });
    expect(stack.one('AWS::Logs::LogGroup', `${idOf(name)}Log`).Properties['RetentionInDays']).toBe(90);
  });

  it('has a role without policies of AWS’s making', () => {
    expect(stack.one('AWS::IAM::Role', `${idOf(name)}Role`).Properties).not.toHaveProperty(
      'ManagedPolicyArns',
    );
  });
});

describe('timeouts', () => {
  it.each<[FunctionName, number]>([
    ['requests', 29],
    ['approvals', 29],
    ['queries', 29],
    ['results', 29],
    ['audit', 29],
    ['notify', 60],
    ['grant', 60],
    ['hold', 60],
    ['close', 60],
    ['sweeper', 55],
    ['watch', 60],
    ['reports', 900],
    ['ledger', 900],
    ['reconcile', 900],
  ])('%s stops after %d seconds', (name, seconds) => {
    expect(propertiesOf(name)['Timeout']).toBe(seconds);
  });
});

describe('what the functions may do with the tables', () => {
  it('keeps exact texts of queries from those that only tell people', () => {
    for (const name of ['notify', 'grant', 'hold', 'approvals', 'audit'] as const) {
      expect(tables(name).filter((each) => each.startsWith('Runs'))).toEqual([]);
    }
  });

  it('lets only the functions for audit, the watch, the reports, the reconciler and legal holds read events', () => {
    expect(tables('keeper').filter((each) => each.startsWith('Events'))).toContain(
      'Events/index/by-request Query',
    );
    for (const name of functionNames.filter((each) => each !== 'keeper')) {
      const events = tables(name).filter((each) => each.startsWith('Events'));
      if (['audit', 'watch', 'reports', 'reconcile'].includes(name))
        expect(events).toContain('Events/index/by-day Query');
      else expect(events.filter((each) => each !== 'Events PutItem')).toEqual([]);
    }
  });

  it('names every index that is queried', () => {
    expect(tables('sweeper').filter((each) => each.startsWith('Requests'))).toEqual([
      'Requests GetItem',
      'Requests PutItem',
      'Requests Query',
      'Requests/index/attention Query',
      'Requests/index/by-requester Query',
      'Requests/index/by-state Query',
    ]);
  });

  it('gives nobody scans, deletions or administration', () => {
    const actions = functionNames.flatMap(tables).map((each) => each.split(' ')[1]);
    expect(new Set(actions)).toEqual(new Set(['GetItem', 'PutItem', 'UpdateItem', 'Query']));
  });
});

describe('what else the functions may do', () => {
  const having = (action: string) =>
    functionNames.filter((name) => stack.allowed(`${idOf(name)}Role`).some((each) => each.action === action));

  it('derives grant keys where texts are redacted', () => {
    expect(having('kms:GenerateMac')).toEqual(
      functionNames.filter(
        (name) => !['hold', 'ledger', 'exporter', 'watch', 'reports', 'reconcile'].includes(name),
      ),
    );
  });

  it('reads the origin secret where calls come in', () => {
    expect(having('secretsmanager:GetSecretValue')).toEqual([
      'requests',
      'approvals',
      'queries',
      'results',
      'audit',
      'keeper',
    ]);
  });

  it('starts workflows where requests are made or found without one', () => {
    expect(having('states:StartExecution')).toEqual(['requests', 'sweeper']);
  });

  it('sends mail from two functions, under one address, and alerts from the watch as well', () => {
    expect(having('ses:SendEmail')).toEqual(['notify', 'reports']);
    expect(having('sns:Publish')).toEqual(['notify', 'watch']);
    const mail = stack.allowed('FunctionsNotifyRole').find(({ action }) => action === 'ses:SendEmail');
    expect(mail?.statement.Condition).toEqual({
      StringEquals: { 'ses:FromAddress': { Ref: 'SenderAddress' } },
    });
  });

  it('lets the audit function alone read logs, those of the functions themselves', () => {
    expect(having('logs:FilterLogEvents')).toEqual(['audit']);
    const read = stack
      .allowed('FunctionsAuditRole')
      .filter(({ action }) => action === 'logs:FilterLogEvents');
    const groups = read.map(({ resource }) => resource.replace(/[0-9A-F]{8}\.Arn>$/, ''));
    expect(groups.sort()).toEqual(functionNames.map((name) => `<${idOf(name)}Log`).sort());
  });

  it('lets the audit function alone run SQL', () => {
    expect(having('athena:StartQueryExecution')).toEqual(['audit']);
  });
});
