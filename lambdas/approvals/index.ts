import { originSecret } from '../../adapters/secrets/origin-secret.ts';
import { waitingTasks } from '../../adapters/sfn/workflow.ts';
import { forPeople, tokens } from '../composition.ts';
import { environmentOf } from '../config.ts';
import { approvalsHandler } from './handler.ts';
import { signIn } from './sign-in.ts';

const environment = environmentOf('approvals');

export const handler = approvalsHandler(
  {
    ...forPeople(environment),
    tokens: tokens(environment),
    waiting: waitingTasks(),
  },
  {
    originSecret: originSecret(environment.ORIGIN_SECRET_ARN),
    siteUrl: environment.SITE_URL,
    signIn: signIn({
      issuer: environment.OIDC_ISSUER,
      clientId: environment.OIDC_CLIENT_ID,
      siteUrl: environment.SITE_URL,
    }),
  },
);
