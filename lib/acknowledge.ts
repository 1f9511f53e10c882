import { type CfnElement, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Accepts findings of the AwsSolutions rules on a construct and what is below it, each with the reason why.
 * @param reasons by rule, such as `S1`, or by finding, such as `IAM5[Resource::*]`.
 */
export function acknowledge(construct: IConstruct, reasons: Readonly<Record<string, string>>): void {
  for (const [rule, reason] of Object.entries(reasons)) {
    Validations.of(construct).acknowledge({ id: `AwsSolutions-${rule}`, reason });
  }
}

/** How a finding names an attribute of a resource: `<LogicalId.Arn>`. */
export function attributeInFinding(construct: IConstruct, attribute = 'Arn'): string {
  const resource = construct.node.defaultChild as CfnElement;
  return `<${Stack.of(construct).getLogicalId(resource)}.${attribute}>`;
}
