import type { WholeResponse } from '../server/http-server.ts';

interface HeaderRule {
  name: string;
  value: string;
  override: boolean;
}

/** A response headers policy: what CloudFront sets on, and takes off, every answer. */
export interface ResponseHeaders {
  set: HeaderRule[];
  remove: string[];
}

/** Reads `ResponseHeadersPolicyConfig` of the template. */
export function parseResponseHeaders(config: Record<string, unknown>): ResponseHeaders {
  const security = record(config['SecurityHeadersConfig']);
  const set: HeaderRule[] = [];
  const add = (name: string, part: unknown, value: (fields: Record<string, unknown>) => unknown): void => {
    if (part === undefined) return;
    const fields = record(part);
    set.push({ name, value: String(value(fields)), override: isTrue(fields['Override']) });
  };
  add(
    'content-security-policy',
    security['ContentSecurityPolicy'],
    (fields) => fields['ContentSecurityPolicy'],
  );
  add('x-content-type-options', security['ContentTypeOptions'], () => 'nosniff');
  add('x-frame-options', security['FrameOptions'], (fields) => fields['FrameOption']);
  add('referrer-policy', security['ReferrerPolicy'], (fields) => fields['ReferrerPolicy']);
  add('strict-transport-security', security['StrictTransportSecurity'], transportSecurity);
  add('x-xss-protection', security['XSSProtection'], (fields) =>
    isTrue(fields['Protection']) ? `1${isTrue(fields['ModeBlock']) ? '; mode=block' : ''}` : '0',
  );
  for (const item of items(config['CustomHeadersConfig'])) {
    add(String(item['Header']).toLowerCase(), item, (fields) => fields['Value']);
  }
  const remove = items(config['RemoveHeadersConfig']).map((item) => String(item['Header']).toLowerCase());
  return { set, remove };
}

export function withResponseHeaders(response: WholeResponse, policy: ResponseHeaders): WholeResponse {
  const headers = { ...response.headers };
  for (const name of policy.remove) delete headers[name];
  for (const { name, value, override } of policy.set) {
    if (override || headers[name] === undefined) headers[name] = value;
  }
  return { ...response, headers };
}

function transportSecurity(fields: Record<string, unknown>): string {
  const parts = [`max-age=${fields['AccessControlMaxAgeSec']}`];
  if (isTrue(fields['IncludeSubdomains'])) parts.push('includeSubDomains');
  if (isTrue(fields['Preload'])) parts.push('preload');
  return parts.join('; ');
}

function items(config: unknown): Record<string, unknown>[] {
  const listed = record(config)['Items'];
  return Array.isArray(listed) ? (listed as Record<string, unknown>[]) : [];
}

function record(value: unknown): Record<string, unknown> {
  return Object(value) as Record<string, unknown>;
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
