import type { Detector } from '../detector.ts';
import { apiKey } from './api-key.ts';
import { argument } from './argument.ts';
import { authorization } from './authorization.ts';
import { authorizationCode } from './authorization-code.ts';
import { awsAccessKeyId } from './aws-access-key-id.ts';
import { awsSecretAccessKey, awsSecretAccessKeyNamed } from './aws-secret-access-key.ts';
import { basicAuth } from './basic-auth.ts';
import { bearer } from './bearer.ts';
import { commandLine } from './command-line.ts';
import { cookie } from './cookie.ts';
import { cookieObject } from './cookie-object.ts';
import { dataSource } from './data-source.ts';
import { discordToken } from './discord-token.ts';
import { email } from './email.ts';
import { emailSpelled } from './email-spelled.ts';
import { iban } from './iban.ts';
import { identifierDetectors } from './identifiers/index.ts';
import { ipAddress } from './ip-address.ts';
import { jsonWebKey } from './json-web-key.ts';
import { jwt } from './jwt.ts';
import { kubernetesSecret } from './kubernetes-secret.ts';
import { macAddress } from './mac-address.ts';
import { npmrc } from './npmrc.ts';
import { oneTimeCode, spokenCode } from './one-time-code.ts';
import { opaqueValue } from './opaque-value.ts';
import { password } from './password.ts';
import { passwordHash } from './password-hash.ts';
import { paymentCard } from './payment-card.ts';
import { personalKeys } from './personal-keys.ts';
import { phone } from './phone.ts';
import { privateKey } from './private-key.ts';
import { privateKeyNamed } from './private-key-named.ts';
import { puttyPrivateKey } from './putty-private-key.ts';
import { redisAccessList } from './redis-access-list.ts';
import { secret } from './secret.ts';
import { session } from './session.ts';
import { spokenSecret } from './spoken-secret.ts';
import { sqlInsert } from './sql-insert.ts';
import { hostName, randomToken } from './strict-only.ts';
import { token } from './token.ts';
import { urlPassword } from './url-password.ts';
import { vendorDetectors } from './vendors/index.ts';

/** All of them. Those that go by the name of a key come last, the most telling names first. */
export const detectors: readonly Detector[] = [
  email,
  emailSpelled,
  paymentCard,
  iban,
  jwt,
  bearer,
  basicAuth,
  awsAccessKeyId,
  awsSecretAccessKey,
  privateKey,
  puttyPrivateKey,
  jsonWebKey,
  kubernetesSecret,
  passwordHash,
  urlPassword,
  dataSource,
  npmrc,
  argument,
  sqlInsert,
  authorizationCode,
  commandLine,
  redisAccessList,
  cookieObject,
  discordToken,
  macAddress,
  ipAddress,
  phone,
  ...vendorDetectors,
  ...identifierDetectors,
  awsSecretAccessKeyNamed,
  privateKeyNamed,
  authorization,
  cookie,
  session,
  apiKey,
  password,
  token,
  secret,
  oneTimeCode,

  ...personalKeys,
  opaqueValue,
  spokenSecret,
  spokenCode,
  hostName,
  randomToken,
];
