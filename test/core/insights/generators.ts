import fc from 'fast-check';
import type {
  Command,
  Expression,
  Like,
  Projection,
  Query,
  SortKey,
  Span,
} from '../../../core/insights/syntax.ts';

/** Trees and rows for the property tests: few names and values, so that they meet often. */

const span: Span = { start: 0, end: 0 };

export const plainFields = ['level', 'duration'];
const fieldNames = [
  '@timestamp',
  '@message',
  '@log',
  '@logStream',
  'level',
  'duration',
  'user',
  'a.0.b',
  'odd name',
];
const names = [...fieldNames, 'x', 'y', 'source', 'not'];

/** Whole values, pieces of them, pseudonyms and their pieces, in what an attacker would try. */
const texts = [
  'ERROR',
  'Timeout',
  'bob@example.com',
  'Bob@example.com',
  'bob',
  'eve@example.com',
  'email',
  'b0bzzzzzzzzz',
  'b0b',
  '[email:b0bzzzzzzzzz]',
  '[email:',
  ']',
  ': ',
  '"',
  'm',
  '7',
  '',
];

const field = fc.constantFrom(...names).map((name): Expression => ({ kind: 'field', name, span }));
const string = fc.constantFrom(...texts).map((value) => ({ kind: 'string' as const, value, span }));
const number = fc
  .constantFrom('0', '5', '-7', '12', '1.5', '1e3', '123456789012345678')
  .map((text) => ({ kind: 'number' as const, text, span }));
const regex = fc
  .constantFrom(
    'ERROR',
    'bob',
    '(?i)error|timeout',
    'bob@example\\.com',
    '^ERROR',
    '[a-z]+@',
    '(?i)(BOB|email)',
    '\\[email:\\w',
  )
  .map((source) => ({ kind: 'regex' as const, source, span }));

const expression: fc.Arbitrary<Expression> = fc.letrec<{ all: Expression }>((tie) => ({
  all: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'expression' },
    field,
    string,
    number,
    fc.constantFrom('5m', '1h', '30sec').map(bin),
    fc.tuple(fc.constantFrom('tolower', 'strlen', 'ispresent', 'IsEmpty'), tie('all')).map(call),
    fc
      .tuple(tie('all'), fc.constantFrom('=', '!=', '<', '<=', '>', '>='), tie('all'))
      .map(([left, operator, right]): Expression => ({ kind: 'comparison', operator, left, right, span })),
    fc
      .tuple(tie('all'), fc.oneof(string, regex), fc.boolean())
      .map(([operand, pattern, negated]): Expression => ({ kind: 'like', operand, pattern, negated, span })),
    fc
      .tuple(tie('all'), fc.array(fc.oneof(string, number), { minLength: 1, maxLength: 3 }), fc.boolean())
      .map(([operand, list, negated]): Expression => ({ kind: 'in', operand, list, negated, span })),
    tie('all').map((operand): Expression => ({ kind: 'not', operand, span })),
    fc
      .tuple(fc.constantFrom('and', 'or'), fc.array(tie('all'), { minLength: 2, maxLength: 3 }))
      .map(([kind, operands]): Expression => ({ kind, operands, span })),
  ),
})).all;

/** Conditions as people and attackers write them: tests of fields, joined. */
const test: fc.Arbitrary<Expression> = fc.oneof(
  fc
    .tuple(field, string, fc.boolean())
    .map(([operand, pattern, negated]): Expression => ({ kind: 'like', operand, pattern, negated, span })),
  fc
    .tuple(field, regex)
    .map(([operand, pattern]): Expression => ({ kind: 'like', operand, pattern, negated: false, span })),
  fc
    .tuple(field, fc.constantFrom('=', '!=', '<', '>='), fc.oneof(string, number))
    .map(([left, operator, right]): Expression => ({ kind: 'comparison', operator, left, right, span })),
  fc
    .tuple(field, fc.array(string, { minLength: 1, maxLength: 3 }), fc.boolean())
    .map(([operand, list, negated]): Expression => ({ kind: 'in', operand, list, negated, span })),
);

const condition = fc.oneof(
  { weight: 3, arbitrary: test },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom('and', 'or'), fc.array(test, { minLength: 2, maxLength: 3 }))
      .map(([kind, operands]): Expression => ({ kind, operands, span })),
  },
  { weight: 1, arbitrary: test.map((operand): Expression => ({ kind: 'not', operand, span })) },
  { weight: 1, arbitrary: expression },
);

const item: fc.Arbitrary<Projection> = fc
  .tuple(fc.oneof({ weight: 3, arbitrary: field }, { weight: 1, arbitrary: expression }), alias())
  .map(([value, given]) => ({ kind: 'projection', expression: value, ...given, span }));

const aggregateItem: fc.Arbitrary<Projection> = fc
  .tuple(
    fc.constantFrom('count', 'sum', 'avg', 'MIN', 'max'),
    fc.oneof(field, expression),
    fc.boolean(),
    alias(),
  )
  .filter(([name, argument]) => argument.kind !== 'string' || (name !== 'sum' && name !== 'avg'))
  .map(([name, argument, star, given]) => ({
    kind: 'projection',
    expression: {
      kind: 'call',
      name,
      args: star && name === 'count' ? [{ kind: 'star', span }] : [argument],
      span,
    },
    ...given,
    span,
  }));

const sortKey: fc.Arbitrary<SortKey> = fc
  .tuple(
    fc.oneof({ weight: 4, arbitrary: field }, { weight: 1, arbitrary: expression }),
    fc.constantFrom('asc', 'desc'),
  )
  .map(([value, direction]) => ({ kind: 'sortKey', expression: value, direction, span }));

const items = fc.array(item, { minLength: 1, maxLength: 3 });

const rowCommand: fc.Arbitrary<Command> = fc.oneof(
  items.map((list): Command => ({ kind: 'fields', items: list, span })),
  items.map((list): Command => ({ kind: 'display', items: list, span })),
  { weight: 4, arbitrary: condition.map((value): Command => ({ kind: 'filter', condition: value, span })) },
  fc.array(sortKey, { minLength: 1, maxLength: 2 }).map((keys): Command => ({ kind: 'sort', keys, span })),
  fc.integer({ min: 1, max: 20 }).map((count): Command => ({ kind: 'limit', count, span })),
);

const stats: fc.Arbitrary<Command> = fc
  .tuple(fc.array(aggregateItem, { minLength: 1, maxLength: 2 }), fc.array(item, { maxLength: 2 }))
  .map(([aggregates, by]) => ({ kind: 'stats', aggregates, by, span }));

const anyQuery: fc.Arbitrary<Query> = fc
  .tuple(
    fc.array(rowCommand, { minLength: 1, maxLength: 4 }),
    fc.option(fc.tuple(stats, fc.array(rowCommand, { maxLength: 2 })), { nil: undefined }),
  )
  .map(([before, after]) => ({
    kind: 'query',
    commands: after === undefined ? before : [...before, after[0], ...after[1]],
    span,
  }));

/** One test of text, perhaps with a way around it, over a field or a name given to one: what a search can leak. */
const probe: fc.Arbitrary<Query> = fc
  .tuple(
    fc.constantFrom<Projection[]>([], [], [], [named('@message', 'x')], [named('user', 'level')]),
    fc.constantFrom('@message', '@message', 'user', 'x', 'level'),
    fc.array(fc.oneof(string, regex), { minLength: 1, maxLength: 2 }),
    fc.constantFrom<Wrap>(
      (part) => part,
      (part) => ({ ...part, negated: true }),
      (part) => ({ kind: 'not', operand: part, span }),
    ),
    fc.array(rowCommand, { maxLength: 1 }),
  )
  .map(([items, name, patterns, wrap, after]) => {
    const operand: Expression = { kind: 'field', name, span };
    const parts = patterns.map((pattern) => wrap({ kind: 'like', operand, pattern, negated: false, span }));
    const [first = operand, second] = parts;
    const joined: Expression = second === undefined ? first : { kind: 'or', operands: [first, second], span };
    const before = items.map((list): Command => ({ kind: 'fields', items: [list], span }));
    return {
      kind: 'query',
      commands: [...before, { kind: 'filter', condition: joined, span }, ...after],
      span,
    };
  });

type Wrap = (part: Like) => Expression;

export const query: fc.Arbitrary<Query> = fc.oneof(anyQuery, probe);

const value = fc
  .array(
    fc.constantFrom(
      'ERROR',
      'timeout',
      'bob@example.com',
      'bob@example.com',
      'eve@example.com',
      ':',
      'bob',
      '7',
    ),
    {
      maxLength: 4,
    },
  )
  .map((parts) => parts.join(''));

/** Rows in no particular order; times may be equal. */
export const rows = fc.array(
  fc
    .record(
      {
        '@timestamp': fc.integer({ min: 0, max: 9 }).map((digit) => `2026-11-21 05:4${digit}:00.000`),
        '@message': value,
        '@log': fc.constantFrom('1:a', '1:b'),
        '@logStream': fc.constantFrom('s1', 's2'),
        level: fc.constantFrom('ERROR', 'INFO', '7'),
        duration: fc.constantFrom('5', '12', '1.5', '7'),
        user: value,
        'a.0.b': value,
        'odd name': value,
        x: value,
        source: value,
      },
      { requiredKeys: ['@timestamp', '@message', '@log', '@logStream'] },
    )
    .map((record) => new Map(Object.entries(record).filter((entry) => entry[1] !== undefined))),
  { maxLength: 12 },
);

function alias(): fc.Arbitrary<{ alias?: string }> {
  return fc.option(
    fc.constantFrom('x', 'y', 'level', 'user', 'an alias', 'source', 'by').map((name) => ({ alias: name })),
    {
      nil: {},
    },
  );
}

function bin(text: string): Expression {
  return { kind: 'call', name: 'bin', args: [{ kind: 'period', text, span }], span };
}

function call([name, argument]: [string, Expression]): Expression {
  return { kind: 'call', name, args: [argument], span };
}

function named(field: string, alias: string): Projection {
  return { kind: 'projection', expression: { kind: 'field', name: field, span }, alias, span };
}
