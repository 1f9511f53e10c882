// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is CloudFormation's own notation.

import { describe, expect, test } from 'vitest';
import type { Resource } from '../../../local/aws/types.ts';
import type { Provisioner } from '../../../local/provisioner.ts';
import { executeAssembly } from '../../../local/template/execute.ts';
import type { Template } from '../../../local/template/template.ts';

/** Plays `Test::Thing` and remembers what it was given. */
function recorder(): Provisioner & { made: Resource[] } {
  const made: Resource[] = [];
  return {
    made,
    types: ['Test::Thing'],
    provision: (resource) => {
      made.push(resource);
      const ignored = 'Odd' in resource.properties ? ['Odd'] : [];
      return { ref: `the-${resource.logicalId}`, attributes: { Arn: `arn:${resource.logicalId}` }, ignored };
    },
  };
}

function run(provisioner: Provisioner, templates: Template[], parameters: Record<string, string> = {}) {
  const stacks = templates.map((template, index) => ({ name: `stack${index}`, template }));
  return executeAssembly(
    { stacks, assets: new Map() },
    {
      provisioners: [provisioner],
      parameters,
      accountId: '111122223333',
      region: 'eu-west-1',
      readSecret: (id) => (id === 'arn:Secret' ? '{"user":"u","token":"s3cret"}' : undefined),
    },
  );
}

describe('executeAssembly', () => {
  test('makes resources after those that they refer to, with everything resolved', async () => {
    const things = recorder();
    const executed = await run(things, [
      {
        Resources: {
          B: { Type: 'Test::Thing', Properties: { on: { Ref: 'A' }, arn: { 'Fn::GetAtt': ['A', 'Arn'] } } },
          A: { Type: 'Test::Thing', Properties: { account: { Ref: 'AWS::AccountId' } }, DependsOn: 'C' },
          C: { Type: 'Test::Thing' },
        },
        Outputs: { Name: { Value: { 'Fn::Sub': '${B}.${AWS::Region}' } } },
      },
    ]);
    expect(things.made.map(({ logicalId }) => logicalId)).toEqual(['C', 'A', 'B']);
    expect(things.made[2]?.properties).toEqual({ on: 'the-A', arn: 'arn:A' });
    expect(executed.outputs).toEqual({ Name: 'the-B.eu-west-1' });
  });

  test('hands exports of one stack to the next', async () => {
    const things = recorder();
    await run(things, [
      {
        Resources: { A: { Type: 'Test::Thing' } },
        Outputs: { X: { Value: { Ref: 'A' }, Export: { Name: 'shared' } } },
      },
      { Resources: { B: { Type: 'Test::Thing', Properties: { from: { 'Fn::ImportValue': 'shared' } } } } },
    ]);
    expect(things.made[1]?.properties).toEqual({ from: 'the-A' });
  });

  test('follows parameters and conditions', async () => {
    const things = recorder();
    const template: Template = {
      Parameters: { Mode: { Type: 'String', Default: 'dev', AllowedValues: ['dev', 'prod'] } },
      Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Mode' }, 'prod'] } },
      Resources: {
        Always: {
          Type: 'Test::Thing',
          Properties: { lock: { 'Fn::If': ['Prod', 1, { Ref: 'AWS::NoValue' }] } },
        },
        Only: { Type: 'Test::Thing', Condition: 'Prod' },
      },
    };
    await run(things, [template]);
    expect(things.made.map(({ properties }) => properties)).toEqual([{}]);
    await run(things, [template], { Mode: 'prod', Unheard: 'of' });
    expect(things.made).toHaveLength(3);
    await expect(run(things, [template], { Mode: 'test' })).rejects.toThrow('Mode may not be "test"');
  });

  test('reads secrets where the template asks for them, without ever naming their values', async () => {
    const things = recorder();
    const reference = '{{resolve:secretsmanager:arn:Secret:SecretString:token::}}';
    await run(things, [{ Resources: { A: { Type: 'Test::Thing', Properties: { header: reference } } } }]);
    expect(things.made[0]?.properties).toEqual({ header: 's3cret' });
    const missing = reference.replace('token', 'other');
    await expect(
      run(things, [{ Resources: { A: { Type: 'Test::Thing', Properties: { header: missing } } } }]),
    ).rejects.toThrow('no such key');
  });

  test('lists the types and properties that have no effect', async () => {
    const executed = await run(recorder(), [
      {
        Resources: {
          A: { Type: 'Test::Thing', Properties: { Odd: 1 } },
          W: { Type: 'Test::Unknown' },
          B: { Type: 'Test::Thing', Properties: { waf: { 'Fn::GetAtt': ['W', 'Arn'] } } },
        },
      },
    ]);
    expect(executed.ignoredTypes).toEqual(new Map([['Test::Unknown', 1]]));
    expect([...executed.ignoredProperties]).toEqual(['Test::Thing.Odd']);
  });

  test('names the circle when resources depend on each other', async () => {
    const circle: Template = {
      Resources: {
        A: { Type: 'Test::Thing', Properties: { b: { Ref: 'B' } } },
        B: { Type: 'Test::Thing', DependsOn: ['A'] },
      },
    };
    await expect(run(recorder(), [circle])).rejects.toThrow('A → B → A');
  });
});
