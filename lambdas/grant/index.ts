import { queryStarter } from '../../adapters/logs/starter.ts';
import { base, recordedSessions } from '../composition.ts';
import { environmentOf } from '../config.ts';
import { grantHandler } from './handler.ts';

const environment = environmentOf('grant');
const shared = base(environment);

export const handler = grantHandler({
  ...shared,
  sessions: queryStarter(
    recordedSessions(shared, {
      role: 'starter',
      roleArn: environment.STARTER_ROLE_ARN,
      scopePolicyPrefix: environment.SCOPE_POLICY_PREFIX,
    }),
  ),
});
