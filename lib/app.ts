import { App, type AppProps, Validations } from 'aws-cdk-lib';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import { AwsSolutionsChecks } from 'cdk-nag';

/** An app whose synthesis fails on every finding of the AwsSolutions rules that is not acknowledged with a reason. */
export function createApp(options: Pick<AppProps, 'outdir' | 'builtinCloudFormationValidation'> = {}): App {
  const app = new App({
    ...options,
    // What CDK would do by itself, were it not for apps older than this one.
    context: CURRENTLY_RECOMMENDED_FLAGS,
    // A condition on the region and a resource of no use are left out of the template.
    analyticsReporting: false,
    treeMetadata: false,
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}
