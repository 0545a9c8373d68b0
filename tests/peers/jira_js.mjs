// What jira.js does with a Jira Cloud, step by step, started where jira.js is installed and told what the simulator told:
// node --input-type=module - '{"url": ...}' < jira_js.mjs
// One line of JSON says what each step gave, and where an answer was not of the shape that the library knows.
import { createAgileClient, createCloudClient } from 'jira.js';
import { createClient } from 'jira.js/core';

const told = JSON.parse(process.argv[2]);
const mismatches = [];
const client = createClient({
  host: told.url,
  auth: { type: 'basic', email: told.admin.email, apiToken: told.admin.apiToken },
  onSchemaMismatch: (report) => mismatches.push(report),
});
const jira = createCloudClient(client);
const agile = createAgileClient(client);

const adf = (text) => ({ type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] });
const words = (body) => body.content[0].content[0].text;
const task = (summary) => ({ summary, issuetype: { name: 'Task' }, project: { key: 'DEMO' } });
const statusOf = async (call) => call.then(() => 200, (error) => error.status ?? String(error));
const made = await jira.issues.createIssue({ fields: { ...task('Made by a peer'), description: adf('Some words') } });
const key = made.key;

const steps = {
  async myself() {
    return (await jira.myself.getCurrentUser()).accountId;
  },
  async issue() {
    await jira.issues.editIssue({ issueIdOrKey: key, fields: { summary: 'Changed by a peer', labels: ['peer'] } });
    const { fields } = await jira.issues.getIssue({ issueIdOrKey: key });
    return [fields.summary, fields.labels, words(fields.description)];
  },
  async many() {
    const { issues } = await jira.issues.createIssues({ issueUpdates: ['a', 'b'].map((name) => ({ fields: task(name) })) });
    const fetched = await jira.issues.bulkFetchIssues({ issueIdsOrKeys: issues.map((issue) => issue.key), fields: ['summary'] });
    const names = fetched.issues.map((issue) => issue.fields.summary).sort();
    for (const issue of issues) await jira.issues.deleteIssue({ issueIdOrKey: issue.key });
    return [names, await statusOf(jira.issues.getIssue({ issueIdOrKey: issues[0].key }))];
  },
  async search() {
    const keys = [];
    let nextPageToken;
    do {
      const page = await jira.issueSearch.searchAndReconsileIssuesUsingJqlPost({
        jql: 'created is not EMPTY ORDER BY key', fields: ['summary', 'status', 'assignee'], maxResults: 100, nextPageToken,
      });
      keys.push(...page.issues.map((issue) => issue.key));
      nextPageToken = page.nextPageToken;
    } while (nextPageToken);
    const { count } = await jira.issueSearch.countIssues({ jql: 'created is not EMPTY' });
    return [keys.length, new Set(keys).size, count];
  },
  async comments() {
    const comment = await jira.issueComments.addComment({ issueIdOrKey: key, body: adf('First words') });
    await jira.issueComments.updateComment({ issueIdOrKey: key, id: comment.id, body: { body: adf('Better words') } });
    const { comments } = await jira.issueComments.getComments({ issueIdOrKey: key });
    await jira.issueComments.deleteComment({ issueIdOrKey: key, id: comment.id });
    return [comments.map((item) => words(item.body)), (await jira.issueComments.getComments({ issueIdOrKey: key })).total];
  },
  async transitions() {
    const { transitions } = await jira.issues.getTransitions({ issueIdOrKey: key });
    const way = transitions.find((item) => item.to.name === 'In Progress');
    await jira.issues.doTransition({ issueIdOrKey: key, transition: { id: way.id } });
    const history = await jira.issues.getChangeLogs({ issueIdOrKey: key });
    const { fields } = await jira.issues.getIssue({ issueIdOrKey: key, fields: ['status'] });
    return [fields.status.name, history.values.length];
  },
  async forms() {
    const { issueTypes } = await jira.issues.getCreateIssueMetaIssueTypes({ projectIdOrKey: 'DEMO' });
    const bug = issueTypes.find((type) => type.name === 'Bug');
    const { fields } = await jira.issues.getCreateIssueMetaIssueTypeId({ projectIdOrKey: 'DEMO', issueTypeId: bug.id });
    await jira.issues.getEditIssueMeta({ issueIdOrKey: key });
    return fields.some((field) => field.fieldId === 'summary' && field.required);
  },
  async links() {
    const other = (await jira.issueSearch.searchAndReconsileIssuesUsingJql({ jql: `project = DEMO AND key != ${key}`, fields: ['summary'] })).issues[0].key;
    await jira.issueLinks.linkIssues({ type: { name: 'Blocks' }, inwardIssue: { key }, outwardIssue: { key: other } });
    const [link] = (await jira.issues.getIssue({ issueIdOrKey: key, fields: ['issuelinks'] })).fields.issuelinks;
    const read = await jira.issueLinks.getIssueLink({ linkId: link.id });
    await jira.issueLinks.deleteIssueLink({ linkId: link.id });
    return [read.inwardIssue.key === key, read.outwardIssue.key === other, await statusOf(jira.issueLinks.getIssueLink({ linkId: link.id }))];
  },
  async remoteLinks() {
    const link = { issueIdOrKey: key, globalId: 'peer-1', object: { url: 'https://example.com/1', title: 'One' } };
    await jira.issueRemoteLinks.createOrUpdateRemoteIssueLink(link);
    await jira.issueRemoteLinks.createOrUpdateRemoteIssueLink({ ...link, object: { ...link.object, title: 'Two' } });
    const found = await jira.issueRemoteLinks.getRemoteIssueLinks({ issueIdOrKey: key });
    await jira.issueRemoteLinks.deleteRemoteIssueLinkByGlobalId({ issueIdOrKey: key, globalId: 'peer-1' });
    return found.map((item) => item.object.title);
  },
  async worklogs() {
    const log = await jira.issueWorklogs.addWorklog({ issueIdOrKey: key, timeSpent: '2h', comment: adf('Thinking') });
    await jira.issueWorklogs.updateWorklog({ issueIdOrKey: key, id: log.id, body: { timeSpentSeconds: 10800 } });
    const { worklogs } = await jira.issueWorklogs.getIssueWorklog({ issueIdOrKey: key });
    await jira.issueWorklogs.deleteWorklog({ issueIdOrKey: key, id: log.id });
    return worklogs.map((item) => item.timeSpentSeconds);
  },
  async attachments() {
    const content = Buffer.from(Array.from({ length: 128000 }, (_, index) => index % 256));
    const [file] = await jira.issueAttachments.addAttachment({ issueIdOrKey: key, attachments: { filename: 'bytes.bin', content } });
    const read = Buffer.from(await jira.issueAttachments.getAttachmentContent({ id: file.id }));
    await jira.issueAttachments.removeAttachment({ id: file.id });
    return [file.filename, file.size, read.equals(content), await statusOf(jira.issueAttachments.getAttachment({ id: file.id }))];
  },
  async watchers() {
    await jira.issueWatchers.addWatcher({ issueIdOrKey: key, body: told.user.accountId });
    const { watchers } = await jira.issueWatchers.getIssueWatchers({ issueIdOrKey: key });
    await jira.issueWatchers.removeWatcher({ issueIdOrKey: key, accountId: told.user.accountId });
    return watchers.some((person) => person.accountId === told.user.accountId);
  },
  async people() {
    const [found] = await jira.userSearch.findUsers({ query: 'Ben' });
    await jira.issues.assignIssue({ issueIdOrKey: key, accountId: found.accountId });
    const groups = await jira.groups.findGroups({ query: 'dev' });
    return [(await jira.users.getUser({ accountId: found.accountId })).displayName, groups.groups.map((group) => group.name)];
  },
  async catalogue() {
    const fields = await jira.issueFields.getFields();
    const priorities = await jira.issuePriorities.searchPriorities({});
    const types = await jira.issueTypes.getIssueAllTypes();
    return [fields.length > 100, priorities.values.length, types.some((type) => type.name === 'Bug')];
  },
  async projects() {
    const found = await jira.projects.searchProjects({});
    return [(await jira.projects.getProject({ projectIdOrKey: 'DEMO' })).name, found.values.some((project) => project.key === 'SUP')];
  },
  async components() {
    const component = await jira.projectComponents.createComponent({ name: 'Peers', project: 'DEMO' });
    const changed = await jira.projectComponents.updateComponent({ id: component.id, body: { name: 'Clients' } });
    await jira.projectComponents.deleteComponent({ id: component.id });
    return [changed.name, await statusOf(jira.projectComponents.getComponent({ id: component.id }))];
  },
  async versions() {
    const { id } = await jira.projects.getProject({ projectIdOrKey: 'DEMO' });
    const version = await jira.projectVersions.createVersion({ name: '9.9', projectId: Number(id) });
    const changed = await jira.projectVersions.updateVersion({ id: version.id, body: { released: true } });
    await jira.projectVersions.deleteAndReplaceVersion({ id: version.id });
    return [changed.released, await statusOf(jira.projectVersions.getVersion({ id: version.id }))];
  },
  async boards() {
    const { values } = await agile.board.getAllBoards({ type: 'scrum', projectKeyOrId: 'DEMO' });
    const board = values[0];
    const columns = (await agile.board.getConfiguration({ boardId: board.id })).columnConfig.columns;
    const sprint = await agile.sprint.createSprint({ name: 'Peers 1', originBoardId: board.id });
    await agile.sprint.moveIssuesToSprintAndRank({ sprintId: sprint.id, issues: [key] });
    const inside = (await agile.sprint.getIssuesForSprint({ sprintId: sprint.id })).issues.map((issue) => issue.key);
    await agile.backlog.moveIssuesToBacklog({ issues: [key] });
    const states = (await agile.board.getAllSprints({ boardId: board.id })).values.map((item) => item.state);
    await agile.sprint.deleteSprint({ sprintId: sprint.id });
    return [columns.length > 2, inside.length === 1 && inside[0] === key, [...new Set(states)].sort()];
  },
};

const results = {};
for (const [name, step] of Object.entries(steps)) {
  results[name] = await step().catch((error) => ({ error: String(error), cause: error.response?.data ?? error.body ?? null }));
}
console.log(JSON.stringify({ results, mismatches }));
