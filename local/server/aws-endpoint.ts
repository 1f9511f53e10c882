import { AwsError, type AwsRequest, type AwsResponse, type AwsService } from '../aws/types.ts';
import type { Iam } from '../iam/iam.ts';
import { renderError } from './aws-errors.ts';
import type { Faults } from './faults.ts';

export interface AwsEndpointOptions {
  iam: Iam;
  faults: Faults;
  clock: () => number;
  /** Told of every error that no AWS service would answer: a bug here, to be seen on the console. */
  onBug: (error: unknown) => void;
}

/** The one door to all AWS services: tells the caller by access key id and the service by credential scope. */
export class AwsEndpoint {
  readonly #services = new Map<string, AwsService>();
  readonly #options: AwsEndpointOptions;

  constructor(options: AwsEndpointOptions) {
    this.#options = options;
  }

  add(service: AwsService): void {
    this.#services.set(service.signingName, service);
  }

  /** Answers a signed request. The signature itself is not recomputed: key id and session token are the proof. */
  async handle(request: Omit<AwsRequest, 'caller'>): Promise<AwsResponse> {
    const signed = credentialScope(request.headers['authorization'] ?? '');
    if (!signed)
      return renderError('', false, new AwsError('IncompleteSignature', 'Not a SigV4 header.', 400));
    const isJson = request.headers['x-amz-target'] !== undefined;
    try {
      return await this.#dispatch(signed, request);
    } catch (error) {
      if (error instanceof AwsError) return renderError(signed.service, isJson, error);
      this.#options.onBug(error);
      return renderError(signed.service, isJson, new AwsError('InternalFailure', 'See the console.', 500));
    }
  }

  async #dispatch(signed: Scope, request: Omit<AwsRequest, 'caller'>): Promise<AwsResponse> {
    const { iam, faults, clock } = this.#options;
    const caller = iam.credentials.find(signed.accessKeyId, request.headers['x-amz-security-token']);
    if (!caller) {
      throw new AwsError(
        'UnrecognizedClientException',
        'The security token included in the request is invalid.',
        403,
      );
    }
    if (caller.expiresAt !== undefined && caller.expiresAt <= clock()) {
      const code =
        signed.service === 's3' || signed.service === 'sts' ? 'ExpiredToken' : 'ExpiredTokenException';
      throw new AwsError(code, 'The security token included in the request is expired', 403);
    }
    const service = this.#services.get(signed.service);
    if (!service) throw new AwsError('UnknownOperationException', `No service ${signed.service} here.`, 404);
    const complete = { ...request, caller };
    if (faults.shouldFail(signed.service, complete)) {
      throw new AwsError(
        signed.service === 's3' ? 'SlowDown' : 'ServiceUnavailable',
        'A failure made on purpose.',
        503,
      );
    }
    return service.handle(complete);
  }
}

interface Scope {
  accessKeyId: string;
  service: string;
}

function credentialScope(authorization: string): Scope | undefined {
  const [, accessKeyId, service] =
    /Credential=([\w]+)\/\d{8}\/[\w-]+\/([\w.-]+)\/aws4_request/.exec(authorization) ?? [];
  return accessKeyId !== undefined && service !== undefined ? { accessKeyId, service } : undefined;
}
