// What jira.js reads of a Jira Cloud: resource after resource, each answer held against the schema of the library.
// node --input-type=module - '{"url": ...}' < jira_js_reads.mjs
import { createAgileClient, createCloudClient, createServiceDeskClient } from 'jira.js';
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
const desk = createServiceDeskClient(client);

const demo = { projectIdOrKey: 'DEMO' };
const { id: projectId } = await jira.projects.getProject(demo);
const search = { jql: 'project = DEMO ORDER BY updated DESC', fields: ['*all'], expand: 'names,schema,changelog,renderedFields,transitions,editmeta,operations' };
const { issues } = await jira.issueSearch.searchAndReconsileIssuesUsingJql({ ...search, maxResults: 50 });
const { key: issueIdOrKey, id: issueId } = issues[0];
const boardId = (await agile.board.getAllBoards({ type: 'scrum', projectKeyOrId: 'DEMO' })).values[0].id;
const sprintId = (await agile.board.getAllSprints({ boardId, state: 'active' })).values[0].id;
const epic = (await jira.issueSearch.searchAndReconsileIssuesUsingJql({ jql: 'project = DEMO AND type = Epic', fields: ['summary'] })).issues[0];
const requests = (await desk.request.getCustomerRequests({})).values;
const serviceDeskId = (await desk.servicedesk.getServiceDesks({})).values[0].id;

const reads = {
  labels: () => jira.labels.getAllLabels({}),
  priorities: () => jira.issuePriorities.searchPriorities({}),
  types: () => jira.issueTypes.getIssueAllTypes(),
  statuses: () => jira.workflowStatuses.getStatuses(),
  categories: () => jira.workflowStatusCategories.getStatusCategories(),
  roles: () => jira.projectRoles.getAllProjectRoles(),
  rolesOfProject: () => jira.projectRoles.getProjectRoles(demo),
  myPermissions: () => jira.permissions.getMyPermissions({ permissions: 'BROWSE_PROJECTS,EDIT_ISSUES' }),
  permissionSchemes: () => jira.permissionSchemes.getAllPermissionSchemes({}),
  notificationSchemes: () => jira.issueNotificationSchemes.getNotificationSchemes({}),
  projects: () => jira.projects.searchProjects({ expand: 'description,lead,issueTypes,url,projectKeys,insight' }),
  project: () => jira.projects.getProject({ ...demo, expand: 'description,issueTypes,lead,projectKeys' }),
  statusesOfProject: () => jira.projects.getAllStatuses(demo),
  components: () => jira.projectComponents.getProjectComponentsPaginated(demo),
  versions: () => jira.projectVersions.getProjectVersionsPaginated(demo),
  projectCategories: () => jira.projectCategories.getAllProjectCategories(),
  fields: () => jira.issueFields.getFields(),
  fieldPages: () => jira.issueFields.getFieldsPaginated({ maxResults: 100 }),
  linkTypes: () => jira.issueLinkTypes.getIssueLinkTypes(),
  createFields: async () => {
    const { issueTypes } = await jira.issues.getCreateIssueMetaIssueTypes(demo);
    for (const type of issueTypes) await jira.issues.getCreateIssueMetaIssueTypeId({ ...demo, issueTypeId: type.id });
  },
  editFields: () => jira.issues.getEditIssueMeta({ issueIdOrKey }),
  transitions: () => jira.issues.getTransitions({ issueIdOrKey, expand: 'transitions.fields' }),
  changelogs: () => jira.issues.getBulkChangelogs({ issueIdsOrKeys: issues.map((issue) => issue.key) }),
  everyIssue: async () => { for (const issue of issues) await jira.issues.getIssue({ issueIdOrKey: issue.key, expand: 'renderedFields,changelog' }); },
  comments: async () => { for (const issue of issues) await jira.issueComments.getComments({ issueIdOrKey: issue.key, expand: 'renderedBody' }); },
  worklogs: async () => { for (const issue of issues) await jira.issueWorklogs.getIssueWorklog({ issueIdOrKey: issue.key }); },
  worklogFeed: () => jira.issueWorklogs.getIdsOfWorklogsModifiedSince({ since: 0 }),
  votes: () => jira.issueVotes.getVotes({ issueIdOrKey }),
  watchers: () => jira.issueWatchers.getIssueWatchers({ issueIdOrKey }),
  properties: () => jira.issueProperties.getIssuePropertyKeys({ issueIdOrKey }),
  attachmentSettings: () => jira.issueAttachments.getAttachmentMeta(),
  users: () => jira.users.getAllUsers({ maxResults: 100 }),
  groups: () => jira.groups.getUsersFromGroup({ groupname: 'developers' }),
  picker: () => jira.groupAndUserPicker.findUsersAndGroups({ query: 'de' }),
  assignable: () => jira.userSearch.findAssignableUsers({ project: 'DEMO' }),
  parsedJql: () => jira.jql.parseJqlQueries({ queries: ['project = DEMO AND status was Done', 'nonsense ='], validation: 'strict' }),
  autoComplete: () => jira.jql.getAutoComplete(),
  filters: () => jira.filters.getFiltersPaginated({ expand: 'description,jql,owner,sharePermissions,viewUrl,searchUrl' }),
  dashboards: () => jira.dashboards.getAllDashboards({}),
  serverInfo: () => jira.serverInfo.getServerInfo(),
  boards: () => agile.board.getAllBoards({}),
  board: () => agile.board.getBoard({ boardId }),
  configuration: () => agile.board.getConfiguration({ boardId }),
  epicsOfBoard: () => agile.board.getEpics({ boardId }),
  issuesOfBoard: () => agile.board.getIssuesForBoard({ boardId }),
  countOfBoard: () => agile.board.getApproximateIssueCountForBoard({ boardId }),
  backlog: () => agile.board.getIssuesForBacklog({ boardId }),
  projectsOfBoard: () => agile.board.getProjects({ boardId }),
  sprint: () => agile.sprint.getSprint({ sprintId }),
  issuesOfSprint: () => agile.sprint.getIssuesForSprint({ sprintId }),
  epic: () => agile.epic.getEpic({ epicIdOrKey: epic.key }),
  issuesOfEpic: () => agile.epic.getIssuesForEpic({ epicIdOrKey: epic.key }),
  agileIssue: () => agile.issue.getIssue({ issueIdOrKey }),
  estimation: () => agile.issue.getIssueEstimationForBoard({ issueIdOrKey: issueId, boardId }),
  deskInfo: () => desk.info.getInfo(),
  requestTypes: () => desk.servicedesk.getRequestTypes({ serviceDeskId }),
  requests: () => desk.request.getCustomerRequests({ expand: ['serviceDesk', 'requestType', 'status', 'participant'] }),
  requestComments: () => desk.request.getRequestComments({ issueIdOrKey: requests[0].issueKey, expand: ['attachment'] }),
};

const failures = {};
for (const [name, read] of Object.entries(reads)) {
  await (async () => read())().catch((error) => { failures[name] = `${error.status ?? ''} ${error}`.slice(0, 300); });
}
console.log(JSON.stringify({ read: Object.keys(reads).length, failures, mismatches }));
