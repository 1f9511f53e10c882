import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { ApiProblem } from '../api-problem.ts';

const formSchema = z.object({
  decision: z.enum(['approve', 'deny']),
  note: z.string().trim().max(2_000).optional(),
  termsDigest: z.string().max(64).default(''),
  form: z.string().max(200).default(''),
});

export interface Decided {
  approve: boolean;
  note: string | undefined;
  termsDigest: string;
  form: string;
}

/** Reads a posted form; browsers send it URL-encoded, and the gateway hands it on in base 64. */
export function readForm(event: APIGatewayProxyEventV2): Decided {
  const type = event.headers['content-type'] ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) {
    throw new ApiProblem('unsupported-media-type', { detail: 'Send the form of the page.' });
  }
  const raw = event.body ?? '';
  const text = event.isBase64Encoded ? Buffer.from(raw, 'base64').toString('utf8') : raw;
  const parsed = formSchema.safeParse(Object.fromEntries(new URLSearchParams(text)));
  if (!parsed.success) {
    throw new ApiProblem('invalid-input', {
      detail: 'Press Approve or Deny; a note has 2,000 characters at most.',
    });
  }
  const { decision, note, termsDigest, form } = parsed.data;
  return { approve: decision === 'approve', note: note || undefined, termsDigest, form };
}
