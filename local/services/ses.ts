import {
  AwsError,
  type AwsRequest,
  type AwsResponse,
  type AwsService,
  type Caller,
  type Installation,
  type Resource,
} from '../aws/types.ts';
import { type Provisioned, type Provisioner, physicalName, unknownProperties } from '../provisioner.ts';
import type { Mailbox } from './mailbox/mailbox.ts';
import { asObject, type Input, object, optionalText, text, texts } from './wire/input.ts';

const SEND_PATH = '/v2/email/outbound-emails';
/** SES takes at most 50 recipients per message. */
const MAX_RECIPIENTS = 50;

/** SES (API v2) of the stand-in: every message goes into the mailbox. Neither verification nor the sandbox is played. */
export class Ses implements AwsService, Provisioner {
  readonly signingName = 'ses';
  readonly types = ['AWS::SES::EmailIdentity', 'AWS::SES::ConfigurationSet'] as const;
  readonly #installation: Installation;
  readonly #mailbox: Mailbox;
  /** Addresses and domains that may send. */
  readonly #identities = new Set<string>();
  readonly #configurationSets = new Set<string>();

  constructor(installation: Installation, mailbox: Mailbox) {
    this.#installation = installation;
    this.#mailbox = mailbox;
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    try {
      if (request.method !== 'POST' || request.path !== SEND_PATH) {
        throw new AwsError('NotFoundException', `${request.method} ${request.path} is not played here.`, 404);
      }
      const MessageId = this.#sendEmail(parseBody(request.body), request.caller);
      return answer(200, { MessageId });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const code = error.code === 'AccessDenied' ? 'AccessDeniedException' : error.code;
      return answer(error.status, { message: error.message }, { 'x-amzn-errortype': code });
    }
  }

  provision(resource: Resource): Provisioned {
    if (resource.type === 'AWS::SES::ConfigurationSet') {
      const name = physicalName(resource, 'Name');
      this.#configurationSets.add(name);
      return { ref: name, attributes: {}, ignored: unknownProperties(resource, ['Name']) };
    }
    const identity = text(resource.properties, 'EmailIdentity');
    this.#identities.add(identity.toLowerCase());
    const dns = [1, 2, 3].flatMap((n) => [
      [`DkimDNSTokenName${n}`, `token${n}._domainkey.${identity}`],
      [`DkimDNSTokenValue${n}`, `token${n}.dkim.amazonses.com`],
    ]);
    const attributes = { EmailIdentityArn: this.#arn('identity', identity), ...Object.fromEntries(dns) };
    return { ref: identity, attributes, ignored: unknownProperties(resource, ['EmailIdentity', 'Tags']) };
  }

  #sendEmail(input: Input, caller: Caller): string {
    const from = text(input, 'FromEmailAddress');
    const configurationSet = optionalText(input, 'ConfigurationSetName');
    const context = { 'ses:FromAddress': addressOf(from) };
    const identity = this.#identityOf(addressOf(from));
    this.#installation.authorize(caller, 'ses:SendEmail', this.#arn('identity', identity), context);
    if (configurationSet !== undefined) {
      const arn = this.#arn('configuration-set', configurationSet);
      this.#installation.authorize(caller, 'ses:SendEmail', arn, context);
      if (!this.#configurationSets.has(configurationSet)) {
        throw new AwsError(
          'NotFoundException',
          `Configuration set <${configurationSet}> does not exist.`,
          404,
        );
      }
    }
    const simple = object(object(input, 'Content'), 'Simple');
    if (Object.keys(simple).length === 0) {
      throw new AwsError('BadRequestException', 'Only Content.Simple is played here.');
    }
    const destination = object(input, 'Destination');
    const to = ['ToAddresses', 'CcAddresses', 'BccAddresses'].flatMap((field) => texts(destination, field));
    if (to.length === 0 || to.length > MAX_RECIPIENTS) {
      throw new AwsError(
        'BadRequestException',
        `A message has 1 to ${MAX_RECIPIENTS} recipients, got ${to.length}.`,
      );
    }
    const body = object(simple, 'Body');
    const [plain, markup] = ['Text', 'Html'].map((part) => optionalText(object(body, part), 'Data'));
    const { id } = this.#mailbox.deposit({
      channel: 'ses',
      from,
      to,
      subject: text(object(simple, 'Subject'), 'Data'),
      ...(plain === undefined ? {} : { text: plain }),
      ...(markup === undefined ? {} : { html: markup }),
    });
    return id;
  }

  /**
   * The identity by which an address may send: as declared in the template, itself or its domain. One that is verified
   * outside of the template cannot be seen here; the address is taken for it.
   */
  #identityOf(address: string): string {
    const domain = address.slice(address.lastIndexOf('@') + 1);
    return [address, domain].find((name) => this.#identities.has(name.toLowerCase())) ?? address;
  }

  #arn(kind: string, name: string): string {
    const { region, accountId } = this.#installation;
    return `arn:aws:ses:${region}:${accountId}:${kind}/${name}`;
  }
}

export function createSes(installation: Installation, mailbox: Mailbox): Ses {
  return new Ses(installation, mailbox);
}

/** The bare address of `Name <address>`. */
function addressOf(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();
}

function parseBody(body: Buffer): Input {
  try {
    return asObject(JSON.parse(body.toString('utf8')), 'body');
  } catch (error) {
    if (error instanceof AwsError) throw error;
    throw new AwsError('BadRequestException', 'The body is not JSON.');
  }
}

function answer(status: number, body: object, headers: Record<string, string> = {}): AwsResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
