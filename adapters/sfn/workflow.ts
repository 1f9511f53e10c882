import {
  ExecutionAlreadyExists,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { WaitingTasks, Workflow } from '../../core/ports.ts';
import { clientSettings } from '../aws-client.ts';

/** The Step Functions workflow; the name of an execution is the id of its request. */
export function workflow(stateMachineArn: string): Workflow {
  const client = new SFNClient(clientSettings);
  return {
    async start(input) {
      try {
        const name = input.requestId;
        await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
    },
  };
}

/** Tasks of the workflow that wait for somebody. */
export function waitingTasks(): WaitingTasks {
  const client = new SFNClient(clientSettings);
  return {
    async complete(taskToken, output) {
      try {
        await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));
      } catch (error) {
        // Step Functions answers TaskTimedOut for closed tasks, too: either way nobody waits there any more.
        if (!(error instanceof TaskTimedOut || error instanceof TaskDoesNotExist)) throw error;
      }
    },
  };
}
