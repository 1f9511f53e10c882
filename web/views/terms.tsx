import type { ComponentChildren } from 'preact';
import { formatDuration } from '../../core/duration.ts';
import type { AccessRequest } from '../client/api.ts';
import { categoryNames } from '../client/ask-form.ts';
import { moment } from '../client/times.ts';
import { Sensitivity } from './scope-choice.tsx';

/** What a request is about, in full: an approver decides on exactly this. */
export function Terms({
  request,
  now,
  withPerson,
}: {
  request: AccessRequest;
  now: number;
  withPerson: boolean;
}) {
  return (
    <dl>
      {withPerson && (
        <Term name="Who">
          {request.requesterName} ({request.requester})
        </Term>
      )}
      <Term name="Why">
        {request.emergencyCategory && `${categoryNames[request.emergencyCategory]}: `}
        {request.reason}
      </Term>
      {request.ticket && <Term name="Ticket">{request.ticket}</Term>}
      <Term name="Sees">
        <span class="log-groups">{request.logGroups.join(' ')}</span>{' '}
        <Sensitivity level={request.sensitivity} />
      </Term>
      <Term name="For">
        {formatDuration(request.durationSeconds)}
        {request.kind === 'break-glass' && ', by breaking the glass'}
      </Term>
      <Term name="Asked">
        <time dateTime={request.submittedAt}>{moment(request.submittedAt, now)}</time>
      </Term>
    </dl>
  );
}

function Term({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
