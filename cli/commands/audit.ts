import type { Command } from 'commander';
import type { Run } from '../run.ts';
import { auditDebug } from './audit-debug.ts';
import { auditExport } from './audit-export.ts';
import { auditExposure } from './audit-exposure.ts';
import { auditHold } from './audit-hold.ts';
import { auditList } from './audit-list.ts';
import { auditShow } from './audit-show.ts';
import { auditSql } from './audit-sql.ts';

/** `vitrine audit`: what auditors ask. */
export function audit(program: Command, run: Run): void {
  const group = program.command('audit').description('read the evidence (auditors)');
  for (const register of [auditList, auditShow, auditSql, auditExport, auditHold, auditDebug, auditExposure])
    register(group, run);
}
