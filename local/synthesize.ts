import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';

export interface SynthesizeOptions {
  /** The CDK program, e.g. `bin/app.ts`. */
  appFile: string;
  outputDir: string;
  /** CDK context values, as `cdk synth --context` gives them. */
  context?: Record<string, string>;
}

const TIMEOUT_MS = 120_000;
/** What a CDK program may see of the runner's environment: credentials and the like stay here. */
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'npm_config_cache'];

/** Runs a CDK program as `cdk synth` does. @throws Error with what it printed when it fails. */
export async function synthesize({ appFile, outputDir, context = {} }: SynthesizeOptions): Promise<void> {
  // Assets of earlier starts would pile up: nothing refers to them any more.
  rmSync(outputDir, { recursive: true, force: true });
  mkdirSync(outputDir, { recursive: true });
  const inherited = PASSED_ON.map((name) => [name, process.env[name]] as const).filter(([, value]) => value);
  const child = spawn(process.execPath, [appFile], {
    env: {
      ...Object.fromEntries(inherited),
      CDK_OUTDIR: outputDir,
      CDK_CONTEXT_JSON: JSON.stringify(context),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
  });
  const printed: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => printed.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`${appFile} could not be synthesized:\n${Buffer.concat(printed)}`);
}
