import { randomUUID } from 'node:crypto';
import { AwsError, type AwsRequest, type AwsResponse, type Caller } from '../../aws/types.ts';
import { type XmlValue, xmlDocument } from './xml.ts';

/** One operation of a service that takes a form post and answers XML (STS, SNS). */
type QueryOperation = (input: URLSearchParams, caller: Caller) => XmlValue;

export interface QueryService {
  namespace: string;
  operations: Readonly<Record<string, QueryOperation>>;
  /** The service's own code for a denied call. */
  deniedCode: string;
}

/** Runs the operation that `Action` names; modelled errors become an `ErrorResponse`. */
export async function handleQuery(request: AwsRequest, service: QueryService): Promise<AwsResponse> {
  const input = new URLSearchParams(request.body.toString('utf8'));
  const name = input.get('Action') ?? '';
  try {
    const operation = Object.hasOwn(service.operations, name) ? service.operations[name] : undefined;
    if (!operation) throw new AwsError('InvalidAction', `The action ${name || '(none)'} is not played here.`);
    const result = operation(input, request.caller);
    const answer = { [`${name}Result`]: result, ResponseMetadata: { RequestId: randomUUID() } };
    return xml(200, xmlDocument(`${name}Response`, answer, service.namespace));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return xml(error.status, xmlDocument('ErrorResponse', errorBody(error, service), service.namespace));
  }
}

/** The values of `prefix.1`, `prefix.2`, … (each with an optional `suffix`), at most 100 of them. */
export function members(input: URLSearchParams, prefix: string, suffix = ''): string[] {
  const values: string[] = [];
  for (let index = 1; index <= 100; index++) {
    const value = input.get(`${prefix}.${index}${suffix}`);
    if (value === null) break;
    values.push(value);
  }
  return values;
}

export function required(input: URLSearchParams, name: string): string {
  const value = input.get(name);
  if (value === null || value === '') throw new AwsError('ValidationError', `${name} is missing.`);
  return value;
}

function errorBody(error: AwsError, service: QueryService): XmlValue {
  const code = error.code === 'AccessDenied' ? service.deniedCode : error.code;
  return { Error: { Type: 'Sender', Code: code, Message: error.message }, RequestId: randomUUID() };
}

function xml(status: number, body: string): AwsResponse {
  return { status, headers: { 'content-type': 'text/xml' }, body };
}
