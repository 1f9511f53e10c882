import type { ForPeople } from '../../core/access/load.ts';
import { type DebugLog, tellDebugStory } from '../../core/audit/debug.ts';
import { listDay, tellStory } from '../../core/audit/read.ts';
import { listReports, readReport, signOff } from '../../core/audit/review/sign.ts';
import type { ReportStore } from '../../core/audit/review/store.ts';
import { askQuestion, readSql, type SqlEngine, startSql } from '../../core/audit/sql.ts';
import { dayOf } from '../../core/day.ts';
import type { Timeline } from '../../core/ports.ts';
import { done } from '../../core/refusal.ts';
import { apiHandler, type Operations } from '../api.ts';
import { pageView, reportView } from './view.ts';

/** What auditors ask: the story of a request, the events of a day, periodic reviews, and SQL over the evidence. */
export function auditHandler(
  base: ForPeople & { timeline: Timeline; sql: SqlEngine; debugLog: DebugLog; reports: ReportStore },
  originSecret: () => Promise<string>,
) {
  const operations: Operations<'audit'> = {
    async auditRequest({ person, cause, params, query }) {
      const about = { requestId: params.id, after: query.pageToken };
      const told = await tellStory(base, person, cause, about);
      return told.ok ? done(pageView(told.value)) : told;
    },
    debugRequest: ({ person, cause, params }) => tellDebugStory(base, person, cause, params.id),
    async auditEvents({ person, cause, query }) {
      const day = query.day ?? dayOf(base.clock.now());
      const listed = await listDay(base, person, cause, day, query.pageToken);
      return listed.ok ? done(pageView(listed.value)) : listed;
    },
    async listReports({ person }) {
      const listed = await listReports(base, person);
      return listed.ok ? done({ reports: listed.value.map((report) => reportView(base, report)) }) : listed;
    },
    async getReport({ person, params }) {
      const read = await readReport(base, person, params.report);
      return read.ok ? done(reportView(base, read.value)) : read;
    },
    async signReportItem({ person, cause, params, body }) {
      const signed = await signOff(base, person, cause, { ...params, ...body });
      return signed.ok ? done(reportView(base, signed.value)) : signed;
    },
    async startSql({ person, cause, body }) {
      const started = await startSql(base, person, cause, body.sql);
      return started.ok ? done({ id: started.value, state: 'running' }) : started;
    },
    async askQuestion({ person, cause, params, body }) {
      const started = await askQuestion(base, person, cause, { ...params, ...body });
      return started.ok ? done({ id: started.value, state: 'running' }) : started;
    },
    async getSqlResults({ person, cause, params, query }) {
      const about = { id: params.queryId, pageToken: query.pageToken };
      const page = await readSql(base, person, cause, about);
      return page.ok ? done({ id: params.queryId, ...page.value }) : page;
    },
  };
  return apiHandler(base, originSecret, operations);
}
