import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Records of a file of JSON lines in the folder that `CONFORMANCE_DATA` names. */
export function readCases<Case>(file: string): Case[] {
  const lines = readData(file).split('\n');
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as Case);
}

/** A JSON Schema of the same folder. */
export function readSchema(file: string): unknown {
  return JSON.parse(readData(file));
}

function readData(file: string): string {
  const folder = process.env['CONFORMANCE_DATA'];
  if (folder === undefined || !existsSync(join(folder, file))) {
    throw new Error(
      `Set CONFORMANCE_DATA to a folder with ${file}, such as CONFORMANCE_DATA=/cases npm run conformance`,
    );
  }
  return readFileSync(join(folder, file), 'utf8');
}

/** The text of a case as the title of its test. */
export const titled = <Case extends { query: string }>(cases: readonly Case[]) =>
  cases.map((each, index) => ({ ...each, title: `${index + 1}: ${each.query.slice(0, 100)}` }));
