/** What is said of ARM in docs/infrastructure.md. */
export const about = {
  name: 'Templates of Azure: ARM',
  files: '`*.json` with the schema `deploymentTemplate.json#`, files of parameters (`deploymentParameters.json#`)',
  read: [
    'parameters with their defaults, variables, conditions, copies, resources in one another, and the functions of texts, lists, maps, numbers and comparisons',
    'each environment: by files of parameters, by what pipelines give when they deploy a template, by the values that a parameter such as `environment` allows or is compared with, by the name or folder of the template',
    'templates that are linked by `relativePath`, and those that stand in one another, with what they are given',
    'alerts (metrics, queries, activity log, smart detectors) with their action groups, workspaces of Log Analytics and settings of diagnostics, Application Insights, audits of SQL, web apps with their plans and settings, container apps, databases, dashboards and workbooks, under the names of Terraform’s provider, so that both are judged alike',
  ],
  hidden: [
    'parameters that nothing gives, secret ones, those of a vault; what a resource gives when it is made (`reference`, `listKeys`): whose it is stays known by `resourceId`',
    'templates that are linked by an address, and template specs, by name; what linked templates put out',
    'functions of the clock and of chance, `uniqueString`, functions that a template defines',
    'access by role assignments: this is read of Terraform alone',
  ],
  assumed: [
    'a default holds where no file of parameters and no pipeline gives another value',
    'what is left out has the default that Azure documents: a workspace keeps logs for 30 days, a container app has one active revision',
    'a slot of a web app is no environment, and functions and logic apps are no services that are kept running',
  ],
} as const
