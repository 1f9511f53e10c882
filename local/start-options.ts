import path from 'node:path';
import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm start -- [options]

  --port PORT          where to listen on 127.0.0.1 (4800)
  --data DIR           where all state is kept (a temporary folder, removed at the end)
  --config FILE        the configuration to synthesize with (vitrine.config.ts)
  --assembly DIR       a cloud assembly to run, instead of synthesizing one
  --logs FILE=GROUP    a log file to follow into a log group; may be given again
  --no-sample          no sample application that writes logs
  --help               this text
`;

export interface StartOptions {
  port: number;
  /** Undefined for a temporary folder. */
  dataDir: string | undefined;
  configFile: string;
  assemblyDir?: string;
  logFiles: { file: string; group: string }[];
  sample: boolean;
}

export type ParsedOptions =
  | { ok: true; options: StartOptions }
  | { ok: false; problem: string }
  | { help: true };

/** Reads the command line; relative paths are the caller's, defaults lie in `root`. */
export function parseStartOptions(args: string[], root: string): ParsedOptions {
  try {
    const { values } = parseArgs({
      args,
      options: {
        port: { type: 'string', default: '4800' },
        data: { type: 'string' },
        config: { type: 'string', default: path.join(root, 'vitrine.config.ts') },
        assembly: { type: 'string' },
        logs: { type: 'string', multiple: true, default: [] },
        'no-sample': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { help: true };
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      return { ok: false, problem: `--port ${values.port}: give a number from 0 (any free port) to 65535` };
    }
    const wrong = values.logs.find((each) => !/^.+=[^=]+$/.test(each));
    if (wrong !== undefined) return { ok: false, problem: `--logs ${wrong}: give FILE=/log/group` };
    return {
      ok: true,
      options: {
        port,
        dataDir: values.data === undefined ? undefined : path.resolve(values.data),
        configFile: path.resolve(values.config),
        ...(values.assembly === undefined ? {} : { assemblyDir: path.resolve(values.assembly) }),
        logFiles: values.logs.map(logFile),
        sample: !values['no-sample'],
      },
    };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
}

function logFile(text: string): { file: string; group: string } {
  const equals = text.lastIndexOf('=');
  return { file: path.resolve(text.slice(0, equals)), group: text.slice(equals + 1) };
}
