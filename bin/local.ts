#!/usr/bin/env node
/** `npm start`: the whole stack on this machine, from the template that would be deployed. */

import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { banner } from '../local/banner.ts';
import { readConfigFile, withLogFileScope } from '../local/log-file-scope.ts';
import { peopleOf } from '../local/oidc/people.ts';
import { writeOperatorFile } from '../local/operator-file.ts';
import type { RunningStack } from '../local/stack.ts';
import { parseStartOptions, type StartOptions, USAGE } from '../local/start-options.ts';
import { startVitrine } from '../local/start-vitrine.ts';
import { synthesize } from '../local/synthesize.ts';

const MIN_NODE_MAJOR = 24;
const root = path.resolve(import.meta.dirname, '..');

async function start(options: StartOptions): Promise<void> {
  const startedAt = performance.now();
  const missing = options.logFiles.find(({ file }) => !existsSync(file));
  if (missing) throw new Error(`--logs ${missing.file}: there is no such file.`);

  const dataDir = options.dataDir ?? mkdtempSync(path.join(tmpdir(), 'vitrine-'));
  const forget = () => options.dataDir === undefined && rmSync(dataDir, { recursive: true, force: true });
  try {
    const stack = await startIn(dataDir, options, startedAt);
    stopOnSignal(() => stack.close().finally(forget));
  } catch (error) {
    forget();
    throw error;
  }
}

async function startIn(dataDir: string, options: StartOptions, startedAt: number): Promise<RunningStack> {
  mkdirSync(dataDir, { recursive: true });
  const groupsOfFiles = options.logFiles.map(({ group }) => group);
  const given = await readConfigFile(options.configFile);
  const { file: configFile, config } = await withLogFileScope(given, groupsOfFiles, dataDir);
  const stack = await startVitrine({
    assemblyDir: options.assemblyDir ?? (await synthesizeInto(path.join(dataDir, 'cdk.out'), configFile)),
    dataDir,
    port: options.port,
    config,
    sample: options.sample && { except: groupsOfFiles },
  });
  for (const { file, group } of options.logFiles) stack.services.logs.ingestFile(file, group);
  const people = peopleOf(config);
  const operatorFile = writeOperatorFile(stack, dataDir);
  process.stdout.write(
    banner(stack, { people, dataDir, operatorFile, startedInMs: performance.now() - startedAt }),
  );
  return stack;
}

/** Synthesizes anew at every start: what runs is what the sources say now. */
async function synthesizeInto(outputDir: string, configFile: string): Promise<string> {
  process.stdout.write('Synthesizing the stack …\n');
  await synthesize({ appFile: path.join(root, 'bin/app.ts'), outputDir, context: { config: configFile } });
  return outputDir;
}

function stopOnSignal(close: () => Promise<void>): void {
  const stop = (): void => {
    process.stdout.write('\nStopping …\n');
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

/** An error's message with those of its causes: a stack trace would not help the operator. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}\n  ${describe(error.cause)}`;
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

if (Number(process.versions.node.split('.')[0]) < MIN_NODE_MAJOR) {
  fail(`Node ${MIN_NODE_MAJOR} is needed and this is ${process.version}: start it with "npm start".`);
}
const parsed = parseStartOptions(process.argv.slice(2), root);
if ('help' in parsed) process.stdout.write(USAGE);
else if (!parsed.ok) fail(`${parsed.problem}\n\n${USAGE}`);
else start(parsed.options).catch((error: unknown) => fail(describe(error)));
