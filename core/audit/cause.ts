/** Who makes something happen, and by which way in. */
export interface Actor {
  /** Key of the person in the directory; `vitrine` for the workflow, `unknown` when nobody could be told. */
  person: string;
  via: 'api' | 'page' | 'link' | 'workflow';
  subject?: string;
  groups?: readonly string[];
  ip?: string;
  userAgent?: string;
}

/** The actor and the id that ties everything of one action together. */
export interface Cause {
  actor: Actor;
  correlationId: string;
}

export const workflowCause = (correlationId: string): Cause => ({
  actor: { person: 'vitrine', via: 'workflow' },
  correlationId,
});
