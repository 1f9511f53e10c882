import { randomUUID } from 'node:crypto';
import type { AwsError, AwsResponse } from '../aws/types.ts';

/** An error in the wire format of the service that was called, for what goes wrong outside the service itself. */
export function renderError(service: string, isJson: boolean, error: AwsError): AwsResponse {
  const requestId = randomUUID();
  if (service === 's3') {
    const xml = `<Error><Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message><RequestId>${requestId}</RequestId></Error>`;
    return { status: error.status, headers: { 'content-type': 'application/xml' }, body: xml };
  }
  if (QUERY_PROTOCOL.has(service)) {
    const type = error.status >= 500 ? 'Receiver' : 'Sender';
    const xml = `<ErrorResponse><Error><Type>${type}</Type><Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
    return { status: error.status, headers: { 'content-type': 'text/xml' }, body: xml };
  }
  // The JSON protocols give this one error a name of their own.
  const code = error.code === 'AccessDenied' ? 'AccessDeniedException' : error.code;
  return {
    status: error.status,
    headers: {
      'content-type': isJson ? 'application/x-amz-json-1.1' : 'application/json',
      'x-amzn-errortype': code,
      'x-amzn-requestid': requestId,
    },
    body: JSON.stringify({ __type: code, message: error.message }),
  };
}

const QUERY_PROTOCOL: ReadonlySet<string> = new Set(['sts', 'sns']);

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
