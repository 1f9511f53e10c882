import type { Context } from './context.ts';
import { printRequest, requestLines } from './output/request.ts';

/**
 * Decides on a request. The terms are fetched, shown, and named by their digest in the decision, so that the decision is
 * on exactly what was shown.
 */
export async function decide(
  context: Context,
  id: string,
  decision: 'approve' | 'deny',
  note?: string,
): Promise<void> {
  const { api, host, terminal } = context;
  const request = await api('getRequest', { params: { id } });
  if (terminal.format === 'text') {
    for (const line of requestLines(terminal, request, host.now())) terminal.note(line);
    terminal.note('');
  }
  const decided = await api('decideRequest', {
    params: { id },
    body: { decision, termsDigest: request.termsDigest, note },
  });
  if (terminal.format === 'json') printRequest(terminal, decided, host.now());
  else terminal.print(`${decided.id}  ${decision === 'approve' ? 'approved' : 'denied'}`);
}
