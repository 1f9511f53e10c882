import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createApp } from '../../lib/app.ts';
import { synthesized } from './synthesized.ts';

const production = synthesized({}, { checked: true });

describe('the stack', () => {
  it('leaves no finding of the AwsSolutions rules unexplained, in a dev installation either', () => {
    expect(() => synthesized({ installation: 'dev' })).not.toThrow();
  });

  it('is not synthesized with a finding that nobody explained', () => {
    const outdir = mkdtempSync(path.join(tmpdir(), 'vitrine-lib-'));
    onTestFinished(() => rmSync(outdir, { recursive: true }));
    const app = createApp({ outdir, builtinCloudFormationValidation: false });
    new Bucket(new Stack(app, 'Unexplained'), 'Open');
    expect(() => app.synth()).toThrow(/AwsSolutions-S10/);
  });

  it('asks for what differs from one deployment to the next', () => {
    const parameters = production.template.toJSON()['Parameters'] as Record<string, { Default?: string }>;
    const { BootstrapVersion, ...own } = parameters;
    expect(BootstrapVersion).toBeDefined();
    expect(Object.entries(own).map(([name, { Default }]) => [name, Default])).toEqual([
      ['OidcIssuer', undefined],
      ['OidcAudience', undefined],
      ['OidcClientId', undefined],
      ['OidcOtherOrigins', ''],
      ['SenderAddress', undefined],
      ['AlertsAddress', ''],
      ['SiteUrl', ''],
      ['CertificateArn', ''],
      ['WebAclArn', ''],
    ]);
  });

  it('mails alerts only when it is told where to', () => {
    expect(production.one('AWS::SNS::Subscription').Condition).toBe('HasAlertsAddress');
  });

  it('says at the end where things are', () => {
    expect(Object.keys(production.template.findOutputs('*'))).toEqual([
      'SiteUrl',
      'ApiUrl',
      'EvidenceBucket',
      'LogBucket',
      'LogKeyId',
      'OcsfBucket',
      'StateMachineArn',
      'AuditorRoleArn',
      'WorkgroupName',
      'DatabaseName',
      'AlertsTopicArn',
      'RequestsTable',
      'EventsTable',
    ]);
  });

  it('keeps the site at the distribution’s own address unless it is given another', () => {
    expect(production.template.findOutputs('SiteUrl')['SiteUrl']?.['Value']).toMatchObject({
      'Fn::If': ['HasSiteUrl', { Ref: 'SiteUrl' }, expect.anything()],
    });
  });

  it('is the same for every account and region', () => {
    const { Resources } = production.template.toJSON();
    expect(JSON.stringify(Resources).match(/:\d{12}:|\b[a-z]{2}-[a-z]+-\d\b/g)).toBeNull();
  });
});
