import type { Command } from 'commander';
import type { Run } from '../run.ts';
import { auditCheckpoint } from './audit-checkpoint.ts';
import { auditCopy } from './audit-copy.ts';
import { auditDebug } from './audit-debug.ts';
import { auditExport } from './audit-export.ts';
import { auditExposure } from './audit-exposure.ts';
import { auditHold } from './audit-hold.ts';
import { auditList } from './audit-list.ts';
import { auditPack } from './audit-pack.ts';
import { auditProve } from './audit-prove.ts';
import { auditShow } from './audit-show.ts';
import { auditSql } from './audit-sql.ts';
import { auditVerify } from './audit-verify.ts';

/** `vitrine audit`: what auditors ask. */
export function audit(program: Command, run: Run): void {
  const group = program.command('audit').description('read the evidence (auditors)');
  const reading = [auditList, auditShow, auditSql, auditExport, auditDebug, auditHold, auditExposure];
  const verifying = [auditVerify, auditProve, auditCheckpoint, auditCopy, auditPack];
  for (const register of [...reading, ...verifying]) register(group, run);
}
