/** What is said of ARM and Bicep in docs/infrastructure.md. */
export const about = {
  name: 'Templates of Azure: ARM and Bicep',
  files:
    '`*.json` with the schema `deploymentTemplate.json#`, files of parameters (`deploymentParameters.json#`), `*.bicep`, `*.bicepparam`',
  read: [
    'parameters with their defaults, variables, conditions, copies and loops, resources in one another, the functions of texts, lists, maps, numbers and comparisons, and in Bicep lambdas and variables that other files export',
    'each environment: by files of parameters, by what pipelines give when they deploy a template, by the values that a parameter such as `environment` allows or is compared with, by the name or folder of the template',
    'templates that are linked by `relativePath`, those that stand in one another, and modules of Bicep in this repository, with what they are given and, of modules, what they put out',
    'alerts (metrics, queries, activity log, smart detectors) with their action groups, workspaces of Log Analytics and settings of diagnostics, Application Insights, audits of SQL, web apps with their plans and settings, container apps, databases, dashboards and workbooks, under the names of Terraform’s provider, so that both are judged alike',
  ],
  hidden: [
    'parameters that nothing gives, secret ones, those of a vault; what a resource gives when it is made (`reference`, `listKeys`): whose it is stays known by `resourceId`',
    'templates that are linked by an address, template specs and modules of registries, by name; what linked templates of JSON put out',
    'functions of the clock and of chance, `uniqueString`, functions that a template defines',
    'access by role assignments: this is read of Terraform alone',
  ],
  assumed: [
    'a default holds where no file of parameters and no pipeline gives another value',
    'what is left out has the default that Azure documents: a workspace keeps logs for 30 days, a container app has one active revision',
    'a slot of a web app is no environment, and functions and logic apps are no services that are kept running',
  ],
} as const
