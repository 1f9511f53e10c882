import type { Detector } from '../detector.ts';
import { apiKey } from './api-key.ts';
import { authorization } from './authorization.ts';
import { awsAccessKeyId } from './aws-access-key-id.ts';
import { awsSecretAccessKey, awsSecretAccessKeyNamed } from './aws-secret-access-key.ts';
import { basicAuth } from './basic-auth.ts';
import { bearer } from './bearer.ts';
import { cookie } from './cookie.ts';
import { email } from './email.ts';
import { iban } from './iban.ts';
import { jwt } from './jwt.ts';
import { password } from './password.ts';
import { paymentCard } from './payment-card.ts';
import { privateKey } from './private-key.ts';
import { privateKeyNamed } from './private-key-named.ts';
import { secret } from './secret.ts';
import { session } from './session.ts';
import { token } from './token.ts';
import { urlPassword } from './url-password.ts';

/** All of them. Those that go by the name of a key come last, the most telling names first. */
export const detectors: readonly Detector[] = [
  email,
  paymentCard,
  iban,
  jwt,
  bearer,
  basicAuth,
  awsAccessKeyId,
  awsSecretAccessKey,
  privateKey,
  urlPassword,
  awsSecretAccessKeyNamed,
  privateKeyNamed,
  authorization,
  cookie,
  session,
  apiKey,
  password,
  token,
  secret,
];
