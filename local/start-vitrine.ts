import type { Config } from '../core/policy/config.ts';
import { peopleOf } from './oidc/people.ts';
import { startSampleApplication } from './sample/application.ts';
import { type RunningStack, startStack } from './stack.ts';

const senderAddress = 'vitrine@sender.example';
const oidc = { clientId: 'vitrine', audience: 'vitrine' };

export interface VitrineOptions {
  assemblyDir: string;
  dataDir: string;
  port?: number;
  config: Config;
  /** Whether a sample application writes into the log groups of the scopes; a list leaves those groups out. */
  sample: boolean | { except: readonly string[] };
  warn?: (message: string) => void;
}

/**
 * Runs a synthesized Vitrine with what surrounds it in an account: an issuer where the people of the configuration sign in,
 * a verified sender, and applications that write logs. The parameters are those that `cdk deploy` is given.
 */
export async function startVitrine({ config, sample, ...options }: VitrineOptions): Promise<RunningStack> {
  const logGroups = [...new Set(Object.values(config.scopes).flatMap((scope) => scope.logGroups))];
  const stack = await startStack({
    ...options,
    oidc: { ...oidc, people: peopleOf(config) },
    surroundings: { verifiedSenders: [senderAddress], logGroups },
    parameters: (endpoint) => ({
      OidcIssuer: `${endpoint}/oidc`,
      OidcAudience: oidc.audience,
      OidcClientId: oidc.clientId,
      SiteUrl: endpoint,
      SenderAddress: senderAddress,
      AlertsAddress: 'security@alerts.example',
    }),
  });
  if (sample === false) return stack;
  const except = sample === true ? [] : sample.except;
  const sampled = logGroups.filter((group) => !except.includes(group));
  const application = startSampleApplication(stack.services.logs, sampled, { clock: stack.clock });
  return {
    ...stack,
    close: () => {
      application.stop();
      return stack.close();
    },
  };
}
