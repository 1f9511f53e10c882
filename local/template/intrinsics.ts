/** What the intrinsic functions of one stack may look up. Each lookup throws for a name that does not exist. */
export interface Scope {
  /** A parameter's, pseudo-parameter's or resource's `Ref`; {@link NO_VALUE} for `AWS::NoValue`. */
  ref(name: string): unknown;
  attribute(logicalId: string, name: string): string;
  condition(name: string): boolean;
  mapping(map: string, first: string, second: string): unknown;
  imported(name: string): unknown;
  region: string;
}

/** Stands for a property that is to be left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

/** Replaces every intrinsic function in `value`, inside out. Source: the CloudFormation intrinsic function reference. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => resolve(item, scope)).filter((item) => item !== NO_VALUE);
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (first && entries.length === 1 && isIntrinsic(first[0])) {
    const intrinsic = INTRINSICS[first[0]];
    if (!intrinsic) throw new Error(`${first[0]} is not played by the stand-in.`);
    return intrinsic(first[1], scope);
  }
  const resolved = entries.map(([key, item]) => [key, resolve(item, scope)] as const);
  return Object.fromEntries(resolved.filter(([, item]) => item !== NO_VALUE));
}

/** The names that `value` refers to by `Ref`, `Fn::GetAtt` and `Fn::Sub`, as often as they occur. */
export function* references(value: unknown): Generator<string> {
  if (Array.isArray(value)) {
    for (const item of value) yield* references(item);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (key === 'Ref' && typeof item === 'string') yield item;
    else if (key === 'Fn::GetAtt') yield getAttParts(item)[0];
    else {
      if (key === 'Fn::Sub') yield* subNames(item);
      yield* references(item);
    }
  }
}

function isIntrinsic(key: string): boolean {
  return key === 'Ref' || key === 'Condition' || key.startsWith('Fn::');
}

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => scope.ref(String(name)),
  // A lone `Condition` key is an intrinsic inside conditions only; in a policy statement it is IAM's own, an object.
  Condition: (name, scope) =>
    typeof name === 'string' ? scope.condition(name) : { Condition: resolve(name, scope) },
  'Fn::GetAtt': (argument, scope) => scope.attribute(...getAttParts(argument)),
  'Fn::Sub': sub,
  'Fn::Join': (argument, scope) => {
    const [separator, items] = tuple(argument, scope);
    return list(items).map(String).join(String(separator));
  },
  'Fn::Select': (argument, scope) => {
    const [index, items] = tuple(argument, scope);
    const all = list(items);
    if (!(Number(index) in all)) throw new Error(`Fn::Select: no element ${index} in ${all.length}.`);
    return all[Number(index)];
  },
  'Fn::Split': (argument, scope) => {
    const [separator, source] = tuple(argument, scope);
    return String(source).split(String(separator));
  },
  'Fn::If': (argument, scope) => {
    const [name, yes, no] = list(argument);
    return resolve(scope.condition(String(name)) ? yes : no, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = tuple(argument, scope);
    return String(left) === String(right);
  },
  'Fn::And': (argument, scope) => tuple(argument, scope).every(isTrue),
  'Fn::Or': (argument, scope) => tuple(argument, scope).some(isTrue),
  'Fn::Not': (argument, scope) => !isTrue(tuple(argument, scope)[0]),
  'Fn::FindInMap': (argument, scope) => {
    const [map, first, second] = tuple(argument, scope).map(String);
    return scope.mapping(map ?? '', first ?? '', second ?? '');
  },
  'Fn::ImportValue': (argument, scope) => scope.imported(String(resolve(argument, scope))),
  'Fn::Base64': (argument, scope) => Buffer.from(String(resolve(argument, scope))).toString('base64'),
  'Fn::GetAZs': (argument, scope) => {
    const region = String(resolve(argument, scope)) || scope.region;
    return ['a', 'b', 'c'].map((zone) => `${region}${zone}`);
  },
  'Fn::ToJsonString': (argument, scope) => JSON.stringify(resolve(argument, scope)),
};

const SUB_VARIABLE = /\$\{([^!}][^}]*)\}/g;

function sub(argument: unknown, scope: Scope): string {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const given = new Map(Object.entries(resolve(variables ?? {}, scope) as Record<string, unknown>));
  return String(text)
    .replaceAll(SUB_VARIABLE, (_, name: string) => {
      if (given.has(name)) return String(given.get(name));
      const dot = name.indexOf('.');
      return String(dot < 0 ? scope.ref(name) : scope.attribute(name.slice(0, dot), name.slice(dot + 1)));
    })
    .replaceAll('${!', '${');
}

function* subNames(argument: unknown): Generator<string> {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  for (const [, name = ''] of String(text).matchAll(SUB_VARIABLE)) {
    if (!(name in Object(variables))) yield name.split('.')[0] ?? name;
  }
}

function getAttParts(argument: unknown): [string, string] {
  if (Array.isArray(argument)) return [String(argument[0]), argument.slice(1).join('.')];
  const [logicalId = '', ...name] = String(argument).split('.');
  return [logicalId, name.join('.')];
}

function tuple(argument: unknown, scope: Scope): unknown[] {
  return list(resolve(argument, scope));
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Error(`A list was expected, not ${JSON.stringify(value)}.`);
  return value;
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
