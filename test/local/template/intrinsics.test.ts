// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is CloudFormation's own notation.

import { describe, expect, test } from 'vitest';
import { NO_VALUE, references, resolve, type Scope } from '../../../local/template/intrinsics.ts';

const scope: Scope = {
  region: 'eu-west-1',
  ref: (name) => (name === 'AWS::NoValue' ? NO_VALUE : `ref-${name}`),
  attribute: (id, name) => `${id}!${name}`,
  condition: (name) => name === 'Yes',
  mapping: (map, first, second) => `${map}/${first}/${second}`,
  imported: (name) => `imported-${name}`,
};

describe('resolve', () => {
  test.each([
    [{ Ref: 'Bucket' }, 'ref-Bucket'],
    [{ 'Fn::GetAtt': ['Role', 'Arn'] }, 'Role!Arn'],
    [{ 'Fn::GetAtt': 'Fn.FunctionMetadata.FunctionARN' }, 'Fn!FunctionMetadata.FunctionARN'],
    [{ 'Fn::Sub': 'a-${Bucket}-${Role.Arn}-${!Literal}' }, 'a-ref-Bucket-Role!Arn-${Literal}'],
    [{ 'Fn::Sub': ['${X}/${Bucket}', { X: { Ref: 'Y' } }] }, 'ref-Y/ref-Bucket'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'B' }]] }, 'a-ref-B'],
    [{ 'Fn::Select': ['1', { 'Fn::Split': ['//', 'https://host'] }] }, 'host'],
    [{ 'Fn::If': ['Yes', 1, 2] }, 1],
    [{ 'Fn::If': ['No', 1, 2] }, 2],
    [{ 'Fn::Equals': [{ Ref: 'B' }, 'ref-B'] }, true],
    [{ 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Not': [{ Condition: 'No' }] }] }, true],
    [{ 'Fn::Or': [{ Condition: 'No' }, { 'Fn::Equals': [1, 2] }] }, false],
    [{ 'Fn::FindInMap': ['M', 'a', 'b'] }, 'M/a/b'],
    [{ 'Fn::ImportValue': { 'Fn::Sub': 'x-${B}' } }, 'imported-x-ref-B'],
    [{ 'Fn::Base64': 'hi' }, 'aGk='],
    [{ 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
  ])('carries out %j', (value, expected) => {
    expect(resolve(value, scope)).toEqual(expected);
  });

  test('leaves out what is AWS::NoValue', () => {
    const value = { a: { Ref: 'AWS::NoValue' }, b: [1, { 'Fn::If': ['No', 2, { Ref: 'AWS::NoValue' }] }] };
    expect(resolve(value, scope)).toEqual({ b: [1] });
  });

  test("keeps a policy statement's own Condition", () => {
    const statement = { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
    expect(resolve(statement, scope)).toEqual(statement);
  });

  test('refuses a function that is not played', () => {
    expect(() => resolve({ 'Fn::Transform': {} }, scope)).toThrow('Fn::Transform is not played');
  });
});

test('references finds every name that a value leans on', () => {
  const value = [
    { Ref: 'A' },
    { 'Fn::GetAtt': ['B', 'Arn'] },
    { 'Fn::Sub': ['${C.Arn} ${Own}', { Own: { Ref: 'D' } }] },
    { 'Fn::If': ['SomeCondition', { Ref: 'E' }, 'x'] },
  ];
  expect([...references(value)].sort()).toEqual(['A', 'B', 'C', 'D', 'E']);
});
